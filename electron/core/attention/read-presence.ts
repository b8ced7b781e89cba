/** Reads how far an instrument's data reaches, and how much of what was asked for is held. */
import type { Span } from '../../contract/model';
import { dataset as datasetOf, DAY_MS, type Dataset } from '../datasets';
import { knownNewest } from '../extent';
import { isAnswer } from '../sync/plan';
import { intersect, lengthMs } from '../sync/spans';
import type { Held, Known, Reach } from './facts';
import { answersTo, CONTINUOUS, greatest, ledgerOf, whyMissing, type Missing, type Subject } from './known';

/** Nothing is drawn: only the share that is held is wanted. */
const FEW_POINTS = 2;

/** Every dataset of the instrument that goes on and on. */
const continuousOf = (subject: Subject): readonly Dataset[] =>
  CONTINUOUS.map(datasetOf).filter((dataset) => whyMissing(subject, dataset) !== 'not-had');

export function readReach(subject: Subject): Known<Reach> {
  const { archive, instrument } = subject;
  const all = continuousOf(subject);
  const answers = all.flatMap(({ id }) => answersTo(subject, id));
  if (answers.length === 0) return { state: missingOf(subject, all) };
  const ends = all.flatMap(({ id, kind }) => {
    if (kind === 'series') return knownNewest(archive, id, instrument.serial) ?? [];
    const row = archive.records.newest(id, instrument.serial);
    return row === undefined ? [] : (row.until ?? row.time);
  });
  const newest = ends.length === 0 ? undefined : greatest(ends);
  // How long nothing ever came is counted from the first that was asked for.
  const first =
    newest === undefined
      ? all.flatMap((dataset) => ledgerOf(archive, dataset, instrument.serial).filter(isAnswer))
      : answers;
  const asked = {
    from: Math.min(...first.map(({ from }) => from)),
    to: greatest(answers.map(({ to, askedAt }) => Math.min(to, askedAt))),
  };
  return { state: 'known', askedAt: asked.to, value: { asked, newest } };
}

/** The least hopeless of the reasons why none of several is known. */
function missingOf(subject: Subject, all: readonly Dataset[]): Missing {
  const reasons = all.map((dataset) => whyMissing(subject, dataset));
  const order: readonly Missing[] = ['not-asked', 'denied', 'off', 'not-had'];
  return order.find((each) => reasons.includes(each)) ?? 'not-had';
}

/** Of the finest thing that is kept, over the days that the rule looks at. */
export function readHeld(subject: Subject): Known<Held> {
  const { instrument, kept, now, rules } = subject;
  const series = continuousOf(subject).filter(({ kind }) => kind === 'series');
  const [first] = series.flatMap((dataset) =>
    dataset.variants
      .filter(({ id }) => kept(instrument.serial, dataset.id, id).days > 0)
      .map((variant) => ({ dataset, variant })),
  );
  if (first === undefined) return { state: series.length === 0 ? 'not-had' : missingOf(subject, series) };
  const { dataset, variant } = first;
  const span: Span = { from: now - rules.coverage.days * DAY_MS, to: now };
  const answers = answersTo(subject, dataset.id).filter(({ params }) => params === variant.id);
  if (answers.length === 0) return { state: whyMissing(subject, dataset) };
  const asked = intersect([span], answers);
  const open = intersect(
    asked,
    answers.filter(({ state }) => state === 'provisional'),
  );
  const channel = variant.channels?.[0]?.name ?? '';
  const value = { span, ...heldOf(subject, { dataset, channel }, asked, open) };
  return { state: 'known', askedAt: greatest(answers.map(({ askedAt }) => askedAt)), value };
}

/** Counted exactly only where it is not certain that it is enough. */
function heldOf(
  { archive, instrument, rules }: Subject,
  { dataset, channel }: { readonly dataset: Dataset; readonly channel: string },
  asked: readonly Span[],
  open: readonly Span[],
): Omit<Held, 'span'> {
  const about = [dataset.id, instrument.serial] as const;
  const askedMs = total(asked);
  const enough = (ms: number): boolean => ms * 100 >= askedMs * rules.coverage.percent;
  const least = sumOver(asked, (part) => archive.series.heldAtLeast(...about, channel, part));
  if (enough(least)) return { askedMs, heldMs: least, openMs: 0 };
  const exactly = (parts: readonly Span[]): number =>
    sumOver(
      parts,
      (part) => archive.series.query(...about, [channel], part, FEW_POINTS).validFraction * lengthMs(part),
    );
  const heldMs = exactly(asked);
  // Only of one that has little it is told how much of the rest may still come.
  const openMs = enough(heldMs) ? 0 : Math.max(0, total(open) - exactly(open));
  return { askedMs, heldMs, openMs };
}
const sumOver = (spans: readonly Span[], of: (span: Span) => number): number =>
  spans.reduce((sum, span) => sum + of(span), 0);
const total = (spans: readonly Span[]): number => sumOver(spans, lengthMs);
