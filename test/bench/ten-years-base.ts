/** A year of one noise instrument of the demo's world, with all that a sync would bring of it. */
import type { Archive, CoverageRow, StoredRecord } from '../../electron/core/db/archive';
import { BANDS, bandChannel } from '../../electron/core/dataset-list';
import { levelsOf } from '../../electron/core/sounds/levels';
import { createWorld } from '../../electron/demo/world/create-world';
import type { DemoEvent, DemoRecording, Samples, World } from '../../electron/demo/world/world';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const PERIOD_MS = 15 * MINUTE_MS;
const DAY_MS = 86_400_000;
/** 365 days that end where a quarter of the calendar begins: young enough for screens that reckon from now, and made anew seldom. */
export const YEAR = yearBefore(Date.now() - DAY_MS);
/** When all of it had arrived. */
export const ASKED_AT = YEAR.to + 3 * 3_600_000;
function yearBefore(now: number): { readonly from: number; readonly to: number } {
  const date = new Date(now);
  const to = Date.UTC(date.getUTCFullYear(), 3 * Math.floor(date.getUTCMonth() / 3), 1);
  return { from: to - 365 * DAY_MS, to };
}
const SPECTRA_DAYS = 7;
const DAYS_AT_ONCE = 7;
/** More than a week has sounds. */
const MANY = 10_000;

/** Whose world it is: an instrument with weather, recordings, a road, a railway and works to hear. */
const HEARD = 'QT410233';
export const CHANNELS = ['LAeq', 'LAFMax', 'LCPeak'] as const;
const WEATHER = ['windSpeed', 'windDirection', 'temperature', 'pressure', 'humidity', 'precipitation'];

export const createYearWorld = (): World => createWorld({ seed: 1, epochMs: YEAR.to });
export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** Ids hold the serial, so that one replacement makes another instrument's of them. */
const idOf = (serial: string, id: string): string => `${serial}-${id}`;

interface Base {
  readonly archive: Archive;
  readonly world: World;
  readonly serial: string;
}

/** Fills the archive; what is about upkeep differs from instrument to instrument and is not among it. */
export function fillYear(base: Base, say: (text: string) => void): void {
  // Nothing is lost if it is not whole, and a slow disk is waited for once.
  base.archive.transaction(() => {
    for (let to = YEAR.to; to > YEAR.from; to -= DAYS_AT_ONCE * DAY_MS) {
      const from = Math.max(YEAR.from, to - DAYS_AT_ONCE * DAY_MS);
      putWeek(base, { from, to });
      if (((YEAR.to - to) / DAY_MS) % 91 === 0) say(`the year from ${isoTime(from).slice(0, 10)} on`);
    }
    putSpectra(base);
    putLedger(base);
  });
}

interface Week {
  readonly from: number;
  readonly to: number;
}

function putWeek(base: Base, week: Week): void {
  const { archive, world, serial } = base;
  const rows = (dataset: 'events' | 'recordings' | 'measurements' | 'monitorstats', list: StoredRecord[]) =>
    archive.records.upsert(dataset, serial, list, ASKED_AT);
  const hour = world.levels(HEARD, 'LAeq', SECOND_MS, week.from, week.to, YEAR.to);
  const samples = CHANNELS.map((channel) =>
    channel === 'LAeq' ? hour : world.levels(HEARD, channel, SECOND_MS, week.from, week.to, YEAR.to),
  );
  archive.series.write(
    'timehistory',
    serial,
    CHANNELS.map((channel, index) => ({ channel, ...(samples[index] ?? hour) })),
  );
  rows(
    'measurements',
    measured(
      serial,
      week,
      samples.map(({ values }) => values),
    ),
  );
  rows(
    'recordings',
    world.recordings(HEARD, week.from, week.to, YEAR.to).map((one) => recordingRow(serial, one)),
  );
  rows(
    'events',
    world.events(HEARD, week.from, week.to, YEAR.to).map((one) => eventRow(serial, one)),
  );
  rows(
    'monitorstats',
    world.monitorStats(HEARD, week.from, week.to, YEAR.to).map(({ time, values }) => ({
      ...{ key: String(time), time, until: undefined },
      data: { time: isoTime(time), instrument: serial, ...values },
    })),
  );
  putSoundLevels(base, week, samples);
  putWeather(base, week);
}

/** As the app reads them in the background once it runs. */
function putSoundLevels({ archive }: Base, { from }: Week, samples: readonly Samples[]): void {
  for (const row of archive.sounds.withoutLevels(MANY)) {
    const [first, end] = [Math.floor((row.from - from) / SECOND_MS), Math.ceil((row.to - from) / SECOND_MS)];
    const [leq, max] = samples.map(({ values }) => values.subarray(Math.max(0, first), end));
    archive.sounds.putLevels(row.id, leq && max && levelsOf(leq, max));
  }
}

function putWeather({ archive, world, serial }: Base, { from, to }: Week): void {
  const rows = world.environment('weather', HEARD, MINUTE_MS, from, to, YEAR.to);
  const chunks = WEATHER.map((channel) => {
    const values = new Float64Array((to - from) / MINUTE_MS).fill(NaN);
    for (const { start, values: row } of rows) values[(start - from) / MINUTE_MS] = row[channel] ?? NaN;
    return { channel, stepMs: MINUTE_MS, start: from, values };
  });
  archive.series.write('weather', serial, chunks);
}

/** What an instrument writes down of each quarter of an hour, told from its seconds. */
function measured(serial: string, { from }: Week, samples: readonly Float64Array[]): StoredRecord[] {
  const [levels, maxima, peaks] = samples as [Float64Array, Float64Array, Float64Array];
  const length = PERIOD_MS / SECOND_MS;
  const found: StoredRecord[] = [];
  for (let at = 0; at + length <= levels.length; at += length) {
    const pool = levels.slice(at, at + length).sort();
    if (Number.isNaN(pool.at(-1))) continue;
    const time = from + at * SECOND_MS;
    const greatest = (values: Float64Array): number => Math.max(...values.subarray(at, at + length));
    const exceeded = (percent: number): number => pool[Math.floor((length * (100 - percent)) / 100)] ?? NaN;
    const energy = pool.reduce((sum, level) => sum + 10 ** (level / 10), 0);
    const mean = Math.round(1_000 * Math.log10(energy / length)) / 100;
    found.push({
      ...{ key: String(time), time, until: time + PERIOD_MS },
      data: {
        ...{ instrument: serial, startTime: isoTime(time), endTime: isoTime(time + PERIOD_MS) },
        ...{ LAeq: mean, LAFMax: greatest(maxima), LCPeak: greatest(peaks) },
        ...{ LAF10: exceeded(10), LAF50: exceeded(50), LAF90: exceeded(90) },
      },
    });
  }
  return found;
}

function recordingRow(serial: string, one: DemoRecording): StoredRecord {
  const id = idOf(serial, one.id);
  return {
    ...{ key: id, time: one.start, until: one.end },
    data: {
      ...{ id, instrument: serial, startTime: isoTime(one.start), endTime: isoTime(one.end) },
      ...{ triggerName: one.trigger, triggerStartTime: isoTime(one.triggerStart) },
      triggerEndTime: isoTime(one.triggerEnd),
    },
  };
}

function eventRow(serial: string, one: DemoEvent): StoredRecord {
  const timeHistoryId = idOf(serial, one.timeHistoryId);
  return {
    ...{ key: `${String(one.start)}-${timeHistoryId}`, time: one.start, until: one.end },
    data: {
      ...{ instrument: serial, startTime: isoTime(one.start), endTime: isoTime(one.end), type: one.type },
      ...{ name: one.name, level: one.level, overall: one.overall, octave: null, thirdOctave: null },
      audioId: one.audioId === undefined ? null : idOf(serial, one.audioId),
      audioTime: one.audioStart === undefined ? null : isoTime(one.audioStart),
      timeHistoryId,
    },
  };
}

function putSpectra({ archive, world, serial }: Base): void {
  for (let day = 1; day <= SPECTRA_DAYS; day++) {
    const [from, to] = [YEAR.to - day * DAY_MS, YEAR.to - (day - 1) * DAY_MS];
    const bands = world.bands(HEARD, 'Octave', 'Z', SECOND_MS, from, to, YEAR.to);
    const chunks = bands.map(({ samples }, index) => ({
      channel: bandChannel('Octave', 'Z', BANDS.Octave[index] ?? ''),
      ...samples,
    }));
    archive.series.write('frequencyhistory', serial, chunks);
  }
}

function putLedger({ archive, serial }: Base): void {
  const put = (dataset: CoverageRow['dataset'], params: string, from: number = YEAR.from): void =>
    archive.coverage.put({
      ...{ dataset, instrument: serial, params, from, to: YEAR.to },
      ...{ state: 'settled', askedAt: ASKED_AT, asks: 1, why: undefined },
    });
  put('timehistory', '1s');
  put('frequencyhistory', 'Octave-Z-1s', YEAR.to - SPECTRA_DAYS * DAY_MS);
  for (const dataset of ['measurements', 'recordings', 'events', 'weather', 'monitorstats'] as const)
    put(dataset, '');
  for (const dataset of ['monitorevents', 'calibrations', 'calibrationlog', 'sic'] as const) put(dataset, '');
}
