/** SIC results against the instrument's own past. A SIC proves that the chain is stable, not that it is accurate. Pure. */
import type { SicRow } from '../../contract/model';
import type { PassportSic, SicBands, SicBaseline } from '../../contract/passport';

/** The first so many successes of a stretch make its baseline; fewer than the second make none. */
const FIRST = 10;
const ENOUGH = 3;
export const SIC_BANDS = ['500Hz', '1kHz', '8kHz'] as const;
/** What comes in hundredths of a dB must not be pushed over a rule by binary fractions. */
const EPSILON_DB = 1e-6;

export interface SicInput {
  /** Ascending. */
  readonly rows: readonly SicRow[];
  /** Successful calibrations, epoch ms. */
  readonly calibrated: readonly number[];
  /** Changes of microphone, epoch ms. */
  readonly breaks: readonly number[];
  /** dB from the baseline over which a result is to be investigated. */
  readonly rule: number;
}

/**
 * Each result with its distance from the baseline in force: of the stretch since the last calibration or change of
 * microphone before it, or, with too few successes in that, of the stretch before, as long as the microphone is the same.
 */
export function judgeSic({ rows, calibrated, breaks, rule }: SicInput): {
  readonly sic: readonly PassportSic[];
  readonly baselines: readonly SicBaseline[];
} {
  const starts = [
    { at: -Infinity, after: 'first' as const },
    ...calibrated.map((at) => ({ at, after: 'calibration' as const })),
    ...breaks.map((at) => ({ at, after: 'microphone' as const })),
  ].sort((a, b) => a.at - b.at);
  const baselines: SicBaseline[] = [];
  let inForce: number | undefined;
  const sic = starts.flatMap(({ at, after }, index) => {
    const end = starts[index + 1]?.at ?? Infinity;
    const stretch = rows.filter(({ time }) => time >= at && time < end);
    const own = baselineOf(stretch, after);
    if (after === 'microphone') inForce = undefined;
    if (own !== undefined) inForce = baselines.push(own) - 1;
    return stretch.map((row) => judged(row, inForce, baselines, rule));
  });
  return { sic, baselines };
}

function baselineOf(stretch: readonly SicRow[], after: SicBaseline['after']): SicBaseline | undefined {
  const used = stretch
    .filter(({ status, bands }) => status?.toLowerCase() === 'success' && Object.keys(bands).length > 0)
    .slice(0, FIRST);
  const [first] = used;
  if (first === undefined || used.length < ENOUGH) return undefined;
  const bands = eachBand((band) => median(used.flatMap((row) => row.bands[band] ?? [])));
  return { from: first.time, results: used.length, after, bands };
}

function judged(
  row: SicRow,
  baseline: number | undefined,
  baselines: readonly SicBaseline[],
  rule: number,
): PassportSic {
  const base = baseline === undefined ? undefined : baselines[baseline]?.bands;
  const from = eachBand((band) => {
    const [value, usual] = [row.bands[band], base?.[band]];
    return value === undefined || usual === undefined ? undefined : Math.round((value - usual) * 1e6) / 1e6;
  });
  const known = Object.values(from);
  const over = known.some((dB) => Math.abs(dB) > rule + EPSILON_DB);
  const verdict = known.length === 0 ? 'unknown' : over ? 'investigate' : 'within';
  return { ...row, from, baseline, verdict };
}

const eachBand = (of: (band: (typeof SIC_BANDS)[number]) => number | undefined): SicBands =>
  Object.fromEntries(
    SIC_BANDS.flatMap((band) => {
      const value = of(band);
      return value === undefined ? [] : [[band, value]];
    }),
  );

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  return upper === undefined || sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
