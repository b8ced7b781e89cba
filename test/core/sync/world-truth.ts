/** What a world has of each dataset, as the service would give it and the archive should hold it. */
import type { DatasetId, Span } from '../../../electron/contract/model';
import { bandChannel, BANDS } from '../../../electron/core/dataset-list';
import type { Variant } from '../../../electron/core/datasets';
import type { Samples, World } from '../../../electron/demo/world/world';

export interface About {
  readonly world: World;
  readonly serial: string;
  readonly span: Span;
  readonly now: number;
}
/** A record and those of its fields that the world knows. */
export interface Expected {
  readonly time: number;
  readonly fields: Readonly<Record<string, unknown>>;
}
interface ExpectedSamples extends Samples {
  readonly channel: string;
}

const numberOrNull = (value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? null : value;
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

export function expectedSamples(about: About, id: DatasetId, variant: Variant): readonly ExpectedSamples[] {
  const { world, serial, span, now } = about;
  const own = world.instruments().find((one) => one.serial === serial)?.timeHistoryMs ?? 1_000;
  const stepMs = Math.max(variant.stepMs ?? 0, own);
  if (id === 'timehistory')
    return (variant.channels ?? []).map(({ name }) => ({
      channel: name,
      ...world.levels(serial, name, stepMs, span.from, span.to, now),
    }));
  if (id !== 'frequencyhistory') return minutes(about, id, variant);
  const { bands, weighting } = spectrumOf(variant);
  return world
    .bands(serial, bands, weighting, stepMs, span.from, span.to, now)
    .map(({ name, samples }) => ({ channel: bandChannel(bands, weighting, name), ...samples }));
}

function spectrumOf({ ask }: Variant) {
  return { bands: ask['bands'] as keyof typeof BANDS, weighting: ask['weighting'] as 'A' | 'C' | 'Z' };
}

const KINDS = {
  weather: 'weather',
  particulates: 'particulates',
  gases: 'gases',
  ppv: 'PPV',
  vdv: 'VDV',
} as const;
function minutes(
  { world, serial, span, now }: About,
  id: DatasetId,
  variant: Variant,
): readonly ExpectedSamples[] {
  const stepMs = 60_000;
  const start = Math.ceil(span.from / stepMs) * stepMs;
  const count = Math.ceil((span.to - start) / stepMs);
  const rows = world.environment(KINDS[id as keyof typeof KINDS], serial, stepMs, span.from, span.to, now);
  return (variant.channels ?? []).map(({ name }) => {
    const values = new Float64Array(count).fill(NaN);
    for (const row of rows) values[(row.start - start) / stepMs] = row.values[name] ?? NaN;
    return { channel: name, start, stepMs, values };
  });
}

type Reader = (about: About, variant: Variant) => readonly Expected[];
const readers: Readonly<Partial<Record<DatasetId, Reader>>> = {
  calibrations: ({ world, serial, span, now }) =>
    world.calibrations(serial, span.from, span.to, now).map(({ time, ...fields }) => ({ time, fields })),
  calibrationlog: ({ world, serial, span, now }) =>
    world.calibrationLog(serial, span.from, span.to, now).map(({ time, ...fields }) => ({ time, fields })),
  sic: ({ world, serial, span, now }) =>
    world.sic(serial, span.from, span.to, now).map(({ time, status, bands }) => ({
      time,
      fields: { status, _500Hz: bands[0], _1KHz: bands[1], _8KHz: bands[2] },
    })),
  measurements: ({ world, serial, span, now }) =>
    world.measurements(serial, periodOf(world, serial), span.from, span.to, now).map(({ start, values }) => ({
      time: start,
      fields: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, numberOrNull(value)])),
    })),
  recordings: ({ world, serial, span, now }) =>
    world.recordings(serial, span.from, span.to, now).map(({ id, start, trigger }) => ({
      time: start,
      fields: { id, triggerName: trigger },
    })),
  events: ({ world, serial, span, now }) =>
    world.events(serial, span.from, span.to, now).map((event) => ({
      time: event.start,
      fields: {
        ...{ type: event.type, name: event.name, level: event.level, overall: event.overall },
        ...{ timeHistoryId: event.timeHistoryId, audioId: event.audioId ?? null, endTime: iso(event.end) },
      },
    })),
  eventhistory: ({ world, serial, span, now }) =>
    world.events(serial, span.from, span.to, now).map(({ start, end }) => ({
      time: start,
      fields: { series: ['LAeq', 'LAFMax'].map((name) => historyOf(world, serial, name, start, end, now)) },
    })),
  frequency: ({ world, serial, span, now }, variant) => {
    const { bands, weighting } = spectrumOf(variant);
    const periodMs = periodOf(world, serial);
    const whole = {
      from: Math.ceil(span.from / periodMs) * periodMs,
      to: Math.floor(span.to / periodMs) * periodMs,
    };
    const rows = world.bands(serial, bands, weighting, periodMs, whole.from, whole.to, now);
    return [...(rows[0]?.samples.values.keys() ?? [])].flatMap((index) => {
      const list = rows.map(({ name, samples }) => ({ name, value: numberOrNull(samples.values[index]) }));
      if (list.every(({ value }) => value === null)) return [];
      return [{ time: whole.from + index * periodMs, fields: { type: bands, weighting, bands: list } }];
    });
  },
  monitorstats: ({ world, serial, span, now }) =>
    world.monitorStats(serial, span.from, span.to, now).map(({ time, values }) => ({ time, fields: values })),
  monitorevents: ({ world, serial, span, now }) =>
    world
      .monitorEvents(serial, span.from, span.to, now)
      .map(({ time, values }) => ({ time, fields: values })),
};

export function expectedRecords(about: About, id: DatasetId, variant: Variant): readonly Expected[] {
  const read = readers[id];
  if (read === undefined) throw new Error(`nobody says what the world has of ${id}`);
  return read(about, variant);
}

const periodOf = (world: World, serial: string): number =>
  world.instruments().find((one) => one.serial === serial)?.measurementMs ?? 0;

function historyOf(world: World, serial: string, name: string, from: number, to: number, now: number) {
  const own = world.instruments().find((one) => one.serial === serial)?.timeHistoryMs ?? 1_000;
  const { values } = world.levels(serial, name, Math.max(1_000, own), from, to, now);
  return { type: name, values: [...values].filter((value) => Number.isFinite(value)) };
}

/** A stored record as `expectedRecords` tells it: of the time history of an event only its samples. */
export function told(
  id: DatasetId,
  data: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (id !== 'eventhistory') return data;
  const series = data['series'] as { type: string; blocks: { values: unknown[] }[] }[];
  return {
    series: series.map(({ type, blocks }) => ({
      type,
      values: blocks.flatMap(({ values }) => values.filter((value) => typeof value === 'number')),
    })),
  };
}
