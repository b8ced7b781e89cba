/** The samples of one event: what MyCirrus stored with it, or else what the instrument's time history says of its time. */
import type { EventHistory } from '../../contract/surroundings';
import type { Archive, StoredRecord } from '../db/archive';
import { samplesOf, type Samples } from '../export/rows-events';
import { field, finite, object, text } from './fields';

/** No picture of one event needs more. */
const MOST_SAMPLES = 20_000;
const LEVELS = ['LAeq', 'LAFMax', 'LCPeak'] as const;

export function eventSamples(
  archive: Archive,
  instrument: string,
  event: StoredRecord,
): EventHistory | undefined {
  const id = text(field(event.data, 'timeHistoryId'));
  const own = id === undefined ? undefined : archive.records.find('eventhistory', id);
  return (own && storedWith(own.row)) ?? fromLevels(archive, instrument, event);
}

/** All series on one axis of the shortest step; samples beside it go to the step in which they begin. */
function storedWith({ data }: StoredRecord): EventHistory | undefined {
  const series = listOf(field(data, 'series')).flatMap((each) => {
    const one = object(each);
    const blocks = listOf(one && field(one, 'blocks')).flatMap((block) => samplesOf(object(block)) ?? []);
    const name = one && text(field(one, 'type'));
    return name === undefined || blocks.every(({ values }) => values.length === 0) ? [] : [{ name, blocks }];
  });
  const blocks = series.flatMap((each) => each.blocks).filter(({ values }) => values.length > 0);
  if (blocks.length === 0) return undefined;
  const stepMs = Math.min(...blocks.map((block) => block.stepMs));
  const from = Math.min(...blocks.map(({ start }) => start));
  const to = Math.max(...blocks.map((block) => block.start + block.values.length * block.stepMs));
  const count = Math.min(MOST_SAMPLES, Math.max(1, Math.round((to - from) / stepMs)));
  const channels = series.map((each) => ({
    name: each.name,
    values: placed(each.blocks, { from, stepMs, count }),
  }));
  return { source: 'event', time: timesOf(from, stepMs, count), stepMs, channels };
}

interface Axis {
  readonly from: number;
  readonly stepMs: number;
  readonly count: number;
}
function placed(blocks: readonly Samples[], { from, stepMs, count }: Axis): Float64Array {
  const values = new Float64Array(count).fill(NaN);
  for (const block of blocks)
    block.values.forEach((value, i) => {
      const at = Math.floor((block.start + i * block.stepMs - from) / stepMs);
      if (at >= 0 && at < count) values[at] = finite(value) ?? NaN;
    });
  return values;
}

function fromLevels(
  archive: Archive,
  instrument: string,
  { time, until = time }: StoredRecord,
): EventHistory | undefined {
  if (until <= time) return undefined;
  const span = { from: time, to: until };
  const drawn = archive.series.query('timehistory', instrument, LEVELS, span, MOST_SAMPLES);
  const channels = drawn.channels
    // Within so short a time a point is one sample; of a longer one, maxima stay maxima.
    .map(({ name, mean, max }) => ({ name, values: Float64Array.from(name === 'LAeq' ? mean : max) }))
    .filter(({ values }) => values.some((value) => !Number.isNaN(value)));
  if (channels.length === 0) return undefined;
  return { source: 'timehistory', time: drawn.time, stepMs: drawn.bucketMs, channels };
}

const timesOf = (from: number, stepMs: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => from + i * stepMs);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
