/** Weather, dust, gases and vibration over time, each value joined as its kind demands. */
import type { LevelChannel, Span } from '../../contract/model';
import type {
  EnvironmentDataset,
  Joined,
  Reading,
  SurroundingsColumn,
  SurroundingsSeries,
} from '../../contract/surroundings';
import { DAY_MS, meanOf, unitOf } from '../datasets';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { amountsOf, atGreatest, doseOver } from './environment-fold';
import { gapsBetween, heldPoints } from './environment-gaps';

interface Asked {
  readonly instrument: string;
  readonly dataset: EnvironmentDataset;
  readonly fields: readonly string[];
  readonly span: Span;
  readonly maxPoints: number;
}

export async function environmentSeries(
  archive: Archive,
  asked: Asked,
  pace: Pace,
): Promise<SurroundingsSeries> {
  const { instrument, dataset, fields, span, maxPoints } = asked;
  const isSlow =
    span.to - span.from > LONG_MS && fields.some((name) => howJoined(dataset, name) === 'at-greatest');
  const points = isSlow ? Math.min(maxPoints, MOST_AT_GREATEST) : maxPoints;
  const drawn = archive.series.query(dataset, instrument, fields, span, points);
  const { time, bucketMs, stepMs, channels } = drawn;
  const grid = { first: time[0] ?? span.from, bucketMs, count: time.length };
  const columns: SurroundingsColumn[] = [];
  for (const channel of channels) {
    await pace.breathe();
    columns.push(await columnOf(archive, asked, { channel, grid }, pace));
  }
  const about = { dataset, instrument, checked: false };
  const gaps = gapsBetween(archive, about, span, heldPoints(time, bucketMs, columns));
  return { time, bucketMs, stepMs, columns, gaps };
}

/** What was measured together with the greatest is looked up among the samples of a day for each point: of a long span, few. */
const LONG_MS = 120 * DAY_MS;
const MOST_AT_GREATEST = 150;

interface Drawn {
  readonly channel: LevelChannel;
  readonly grid: { readonly first: number; readonly bucketMs: number; readonly count: number };
}

async function columnOf(
  archive: Archive,
  { instrument, dataset, span }: Asked,
  { channel, grid }: Drawn,
  pace: Pace,
): Promise<SurroundingsColumn> {
  const { name } = channel;
  const joined = howJoined(dataset, name);
  const unit = unitOf(dataset, name);
  const column = {
    ...{ name, joined, unit },
    min: Float64Array.from(channel.min),
    max: Float64Array.from(channel.max),
    latest: latestOf(archive, { instrument, dataset, channel: name, unit }),
  };
  const about = { dataset, instrument, channel: name };
  const total = archive.series.total(dataset, instrument, name, span);
  switch (joined) {
    case 'sum':
      return { ...column, unit: AMOUNT_UNIT, ...(await amountsOf(archive, about, { grid, span }, pace)) };
    case 'at-greatest': {
      const greatest = name.replace(/^fDom/, 'vMax');
      return { ...column, ...(await atGreatest(archive, { ...about, greatest }, { grid, span }, pace)) };
    }
    case 'dose':
      return { ...column, values: column.max, over: await doseOver(archive, about, span, pace) };
    case 'greatest':
      return { ...column, values: column.max, over: total?.max ?? NaN };
    default:
      return { ...column, values: Float64Array.from(channel.mean), over: total?.mean ?? NaN };
  }
}

/** What millimetres per hour come to. */
const AMOUNT_UNIT = 'mm';

function howJoined(dataset: EnvironmentDataset, name: string): Joined {
  if (name === 'precipitation') return 'sum';
  if (dataset === 'vdv') return 'dose';
  if (name.startsWith('fDom')) return 'at-greatest';
  const mean = meanOf(dataset, name);
  return mean === 'direction' || mean === 'greatest' ? mean : 'mean';
}

interface Source {
  readonly instrument: string;
  readonly dataset: EnvironmentDataset;
  readonly channel: string;
  readonly unit: string | undefined;
}
/** The last sample of a block always has a value. */
function latestOf(archive: Archive, { instrument, dataset, channel, unit }: Source): Reading | undefined {
  const ends = archive.series.extents(dataset, instrument).filter((held) => held.channel === channel);
  const [last] = [...ends].sort((a, b) => b.extent.to - a.extent.to);
  if (last === undefined) return undefined;
  const { stepMs, extent } = last;
  const span = { from: extent.to - stepMs, to: extent.to };
  const value = archive.series.read(dataset, instrument, channel, stepMs, span).at(-1);
  return value === undefined || Number.isNaN(value) ? undefined : { value, time: span.from, unit };
}
