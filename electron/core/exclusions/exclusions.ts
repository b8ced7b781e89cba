/** What of a span is left out, by hand and by the rules that are on. Pure. */
import type { Span } from '../../contract/model';
import type { Entry, ExcludedSpan, Exclusions, Rules } from '../../contract/people';
import { subtract, union } from '../sync/spans';
import { joinRuns, type Run, type Weather } from './weather';

export interface Grounds {
  readonly rules: Pick<Rules, 'weather' | 'checks'>;
  /** Entries of other kinds are passed over. */
  readonly entries: readonly Entry[];
  /** Of any lengths of samples, in pieces, in any order. */
  readonly weather: readonly Weather[];
  /** Times of calibrations and of SICs, epoch ms. */
  readonly calibrations: readonly number[];
  readonly sics: readonly number[];
}

/** The order of the grounds does not matter, and a part of a span is left out as it is in the whole. */
export function exclusionsOf(span: Span, grounds: Grounds): Exclusions {
  const { rules } = grounds;
  const byWeather = rules.weather.isOn ? weatherExclusions(grounds, span) : [];
  const known = grounds.weather.flatMap((piece) => piece.known);
  return {
    excluded: [
      ...byHand(grounds.entries, span),
      ...byWeather,
      ...(rules.checks.isOn ? checkExclusions(grounds, span) : []),
    ].sort(
      (a, b) =>
        a.from - b.from || a.to - b.to || a.why.localeCompare(b.why) || (a.entry ?? 0) - (b.entry ?? 0),
    ),
    unknownWeather: rules.weather.isOn ? subtract([span], [...known, ...byWeather]) : [],
  };
}

/** All that is left out, whatever the cause: ascending, without overlaps. */
export const leftOut = ({ excluded }: Exclusions): readonly Span[] => union(excluded);

const byHand = (entries: readonly Entry[], span: Span): readonly ExcludedSpan[] =>
  entries.flatMap(({ id, from, to, added, removedAt }) =>
    added.kind !== 'exclusion' || removedAt !== undefined || from === undefined || to === undefined
      ? []
      : clip({ from, to, why: 'hand', text: added.why, entry: id }, span),
  );

function weatherExclusions({ rules, weather }: Grounds, span: Span): readonly ExcludedSpan[] {
  const { dryMinutes } = rules.weather;
  const wind = ({ most }: Run): string => `Wind up to ${most.toFixed(1)} m/s`;
  const dry = dryMinutes === 0 ? '' : `, and ${dryMinutes} min to dry`;
  const rain = ({ most }: Run): string => `Rain up to ${most.toFixed(1)} mm/h${dry}`;
  const of = (why: 'wind' | 'rain', runs: readonly Run[], text: (run: Run) => string) =>
    joinRuns(runs).flatMap((run) => clip({ from: run.from, to: run.to, why, text: text(run) }, span));
  return [
    ...of(
      'wind',
      weather.flatMap(({ windy }) => windy),
      wind,
    ),
    ...of(
      'rain',
      weather.flatMap(({ wet }) => wet),
      rain,
    ),
  ];
}

function checkExclusions({ rules, calibrations, sics }: Grounds, span: Span): readonly ExcludedSpan[] {
  const { beforeSeconds, afterSeconds } = rules.checks;
  const around = (time: number): Span => ({
    from: time - beforeSeconds * 1_000,
    to: time + afterSeconds * 1_000,
  });
  return union([...calibrations, ...sics].map(around)).flatMap(({ from, to }) => {
    const has = (times: readonly number[]): boolean =>
      times.some((time) => around(time).from >= from && around(time).to <= to);
    const names = [...(has(calibrations) ? ['Calibration'] : []), ...(has(sics) ? ['SIC'] : [])];
    return clip({ from, to, why: 'check', text: names.join(' and ') }, span);
  });
}

function clip(excluded: ExcludedSpan, span: Span): readonly ExcludedSpan[] {
  const from = Math.max(excluded.from, span.from);
  const to = Math.min(excluded.to, span.to);
  return from < to ? [{ ...excluded, from, to }] : [];
}
