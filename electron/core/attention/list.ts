/** What of all instruments needs somebody, read in turns that leave the thread free. */
import type { Attention, AttentionReport, InstrumentAsked, NotKnown } from '../../contract/attention';
import type { Instrument } from '../../contract/model';
import type { Entry } from '../../contract/people';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import type { Zones } from '../export/zones';
import { siteZones } from '../site-days';
import { keptOf } from '../sync/keep';
import type { FactsMemo } from './memo';
import { judge, judgeLoose } from './judge';
import type { Shared } from './known';
import { sortReasons } from './order';
import { indexEntries, looseCertificates, readFacts } from './read-facts';
import { attemptsOn, readSyncs, syncReport } from './syncs';

export interface ListDeps {
  readonly archive: Archive;
  readonly now: number;
  readonly memo: FactsMemo;
  readonly pace: Pace;
}

const KINDS = ['microphone', 'certificate'] as const;

/** Rejects with Failure `cancelled` when the pace's signal fired. */
export async function listAttention({ archive, now, memo, pace }: ListDeps): Promise<AttentionReport> {
  const instruments = archive.instruments.list();
  await pace.breathe();
  const entries = archive.people.list({ kinds: KINDS });
  const rules = archive.people.rules();
  const shared: Shared = {
    ...{ archive, now, rules, kept: keptOf(archive.keep.list()) },
    ...indexEntries(entries),
  };
  const zones = siteZones(archive);
  const syncs = readSyncs(archive);
  const attemptedAt = attemptsOn(syncs);
  const reasons: Attention[] = [];
  const unknown: NotKnown[] = [];
  const asked: InstrumentAsked[] = [];
  for (const instrument of instruments) {
    const facts = memo.get(instrument, now, () => readFacts(shared, instrument));
    const judged = judge(facts, rules, { now, zone: zones(instrument.serial) });
    reasons.push(...judged.reasons);
    unknown.push(...judged.unknown);
    const { serial } = instrument;
    asked.push({ instrument: serial, attemptedAt: attemptedAt(serial), ...facts.asked });
    await pace.breathe();
  }
  reasons.push(...aboutNone({ ...shared, zones }, entries, instruments));
  return { at: now, reasons: sortReasons(reasons), unknown, asked, sync: syncReport(syncs) };
}

function aboutNone(
  { rules, now, zones }: Shared & { readonly zones: Zones },
  entries: readonly Entry[],
  instruments: readonly Instrument[],
): readonly Attention[] {
  const loose = looseCertificates(entries, new Set(instruments.map(({ serial }) => serial)));
  const shownWith = instruments.find(({ type }) => type?.toLowerCase() === 'noise');
  return judgeLoose(loose, shownWith?.serial, rules, { now, zone: zones(shownWith?.serial ?? '') });
}
