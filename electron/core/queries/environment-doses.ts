/**
 * Vibration doses of days and nights. A dose is the fourth root of what acceleration to the fourth power comes to over time,
 * so that those of the samples of a period add up by their fourth powers (BS 6472-1, which also has these periods).
 */
import type { Span } from '../../contract/model';
import type { VibrationDose } from '../../contract/surroundings';
import { dateOf, instantOf, localDays, siteClock } from '../acoustics/site-clock';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { indicesIn, piecesOf, samplesIn, stepsOf, type Slots } from './environment-samples';

const MINUTE_MS = 60_000;
/** Minutes of the clock. */
const DAY_BEGINS = 7 * 60;
const NIGHT_BEGINS = 23 * 60;
const NEXT_DAY_BEGINS = DAY_BEGINS + 24 * 60;
const CHANNELS = ['vdvX', 'vdvY', 'vdvZ'] as const;

interface Asked {
  readonly instrument: string;
  readonly span: Span;
  readonly zone: string;
}
type PartOf = Pick<VibrationDose, 'date' | 'part' | 'from' | 'to' | 'isCut'>;

/** @throws Failure `invalid` for a zone that there is not, `cancelled` when the pace is told to stop */
export async function vibrationDoses(
  archive: Archive,
  asked: Asked,
  pace: Pace,
): Promise<readonly VibrationDose[]> {
  const parts = partsOf(asked);
  const axes: Sums[] = [];
  for (const channel of CHANNELS) axes.push(await sumsOf(archive, { ...asked, channel }, parts, pace));
  return parts
    .map((part, i): VibrationDose => {
      const heldMs = axes.map(({ held }) => held[i] as number).filter((ms) => ms > 0);
      const dose = (axis: number): number => Math.pow(axes[axis]?.powers[i] ?? NaN, 0.25);
      return {
        ...part,
        doses: [dose(0), dose(1), dose(2)],
        held: heldMs.length === 0 ? 0 : Math.min(1, Math.min(...heldMs) / (part.to - part.from)),
      };
    })
    .filter(({ held }) => held > 0)
    .reverse();
}

/** Ascending, without a hole between them. */
function partsOf({ span, zone }: Asked): readonly PartOf[] {
  const clock = siteClock(zone, span);
  return localDays(clock, span, DAY_BEGINS)
    .slice(0, -1)
    .flatMap((day) => {
      const at = (minute: number): number => instantOf(clock, day + minute * MINUTE_MS);
      const date = dateOf(day);
      return [
        { date, part: 'day' as const, from: at(DAY_BEGINS), to: at(NIGHT_BEGINS) },
        { date, part: 'night' as const, from: at(NIGHT_BEGINS), to: at(NEXT_DAY_BEGINS) },
      ];
    })
    .flatMap((part): PartOf[] => {
      const [from, to] = [Math.max(part.from, span.from), Math.min(part.to, span.to)];
      return from < to ? [{ ...part, from, to, isCut: from > part.from || to < part.to }] : [];
    });
}

interface Sums {
  /** Σ dose⁴ of each part; NaN where nothing is held. */
  readonly powers: Float64Array;
  /** ms that is held of each. */
  readonly held: Float64Array;
}

async function sumsOf(
  archive: Archive,
  { instrument, channel, span }: Asked & { readonly channel: string },
  parts: readonly PartOf[],
  pace: Pace,
): Promise<Sums> {
  const about = { dataset: 'vdv', instrument, channel } as const;
  const stepsMs = stepsOf(archive, about);
  const sums = { powers: new Float64Array(parts.length).fill(NaN), held: new Float64Array(parts.length) };
  for await (const piece of piecesOf(span, stepsMs, pace)) {
    const runs = samplesIn(archive, about, stepsMs, piece);
    parts.forEach((part, into) => {
      if (part.from < piece.to && part.to > piece.from) for (const run of runs) add(sums, into, run, part);
    });
  }
  return sums;
}

function add({ powers, held }: Sums, into: number, run: Slots, part: Span): void {
  const [from, to] = indicesIn(run, part);
  let [sum, count] = [0, 0];
  for (let i = from; i < to; i++) {
    const squared = (run.values[i] as number) ** 2;
    if (Number.isNaN(squared)) continue;
    sum += squared * squared;
    count += 1;
  }
  if (count === 0) return;
  const before = powers[into] as number;
  powers[into] = (Number.isNaN(before) ? 0 : before) + sum;
  held[into] = (held[into] as number) + count * run.stepMs;
}
