/** What tells the instruments of the ten years apart: who they are, how they were looked after, and what people said. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EntryInput } from '../../electron/contract/people';
import type { Archive, StoredRecord } from '../../electron/core/db/archive';
import type { DatasetId } from '../../electron/contract/model';
import { encodeAudio } from '../../electron/demo/audio/encode';
import type { World } from '../../electron/demo/world/world';
import { ASKED_AT, isoTime, YEAR } from './ten-years-base';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** How many of the newest sounds are on this computer. */
const LOCAL_SOUNDS = 3;

interface Deps {
  readonly archive: Archive;
  readonly world: World;
  readonly serials: readonly string[];
  readonly audioFolder: string;
}
/** One of them, and whose story of the demo's it tells. */
interface Told extends Deps {
  readonly serial: string;
  readonly teller: string;
}

const PLACES = [
  ...['Harrow Lane, north hoarding', 'Harrow Lane, railway fence', '14 Station Road', 'Marsh Road layby'],
  ...[
    'Marsh Road school',
    'Fell Top Quarry, east gate',
    'Beck Farm',
    'Quay Street roof',
    'Dock 4',
    'Airfield',
  ],
];

export async function fillInstruments(deps: Deps): Promise<void> {
  const { archive, world, serials } = deps;
  const tellers = world.instruments().filter(({ type }) => type === 'Noise');
  archive.instruments.replace(
    serials.map((serial, index) => ({ serial, data: describe(serial, index) })),
    ASKED_AT,
  );
  archive.transaction(() => {
    for (const [index, serial] of serials.entries())
      putUpkeep({ ...deps, serial, teller: tellers[index % tellers.length]?.serial ?? '' });
    archive.people.put(saidBy(serials), ASKED_AT, 'ana');
  });
  await putSounds(deps);
}

const dayOf = (ms: number): string => isoTime(ms).slice(0, 10);

function describe(serial: string, index: number): Readonly<Record<string, unknown>> {
  return {
    ...{ serialNumber: serial, name: PLACES[index % PLACES.length], type: 'Noise', model: 'CR:950' },
    feature: ['SIC', 'Modem', 'Weather'],
    position: { latitude: 53.79 + 0.013 * index, longitude: -1.55 + 0.021 * ((index * 3) % 7) },
    subscription: { tier: 'Pro', status: 'Active', addons: ['Audio'] },
  };
}

function putUpkeep(told: Told): void {
  const { archive, world, serial, teller } = told;
  const put = (dataset: DatasetId, list: readonly (readonly [number, object])[]): void => {
    const rows = list.map(([time, data], index): StoredRecord => {
      const key =
        dataset === 'calibrationlog' || dataset === 'monitorevents'
          ? `${String(time)}-${String(index)}`
          : String(time);
      return { key, time, until: undefined, data: { time: isoTime(time), instrument: serial, ...data } };
    });
    archive.records.upsert(dataset, serial, rows, ASKED_AT);
  };
  const span = [teller, YEAR.from, YEAR.to, YEAR.to] as const;
  const calibrations = world.calibrations(...span);
  put(
    'calibrations',
    calibrations.map(({ time, ...data }) => [time, data]),
  );
  put(
    'calibrationlog',
    world.calibrationLog(...span).map(({ time, ...data }) => [time, data]),
  );
  put(
    'sic',
    world
      .sic(...span)
      .map(({ time, status, bands: [low, middle, high] }) => [
        time,
        { status, _500Hz: low, _1KHz: middle, _8KHz: high },
      ]),
  );
  put(
    'monitorevents',
    world.monitorEvents(...span).map(({ time, values }) => [time, values]),
  );
  const current = world.monitorCurrent(teller, YEAR.to);
  if (current !== undefined) put('monitorcurrent', [[ASKED_AT, current]]);
  put('status', [[ASKED_AT, statusOf(told, calibrations.at(-1))]]);
}

function statusOf(
  { world, teller }: Told,
  last: ReturnType<World['calibrations']>[number] | undefined,
): object {
  const { time, ...calibration } = last ?? { time: YEAR.from };
  return {
    ...world.status(teller, YEAR.to),
    ...(last && { lastCalibration: { time: isoTime(time), ...calibration } }),
  };
}

/** Sites, limits, certificates, and notes and exclusions all over the year. */
function saidBy(serials: readonly string[]): readonly EntryInput[] {
  const site = (name: string, instruments: readonly string[]): EntryInput => ({
    added: { kind: 'site', name, zone: 'Europe/London', tags: ['2 years'], instruments: [...instruments] },
  });
  return [
    site('Harrow Lane', serials.slice(0, 3)),
    site('Marsh Road', serials.slice(3, 5)),
    {
      added: {
        ...{ kind: 'limit', name: 'Night', channel: 'LAeq', periodMinutes: 15, level: 55 },
        ...{ from: 23 * 60, to: 7 * 60, weekdays: [1, 2, 3, 4, 5, 6, 7] },
      },
    },
    ...serials.flatMap((serial, index) => saidOf(serial, index)),
  ];
}

function saidOf(instrument: string, index: number): readonly EntryInput[] {
  const months = Array.from({ length: 12 }, (_, month) => YEAR.from + (month * 30 + index) * DAY_MS);
  return [
    ...months.map((from, month): EntryInput => ({
      ...{ instrument, from: from + 9 * HOUR_MS, to: from + 10 * HOUR_MS },
      added: {
        kind: 'note',
        text: `Visit ${String(month + 1)}: windscreen looked at, fence moved by a metre`,
      },
    })),
    ...months.map((from): EntryInput => ({
      ...{ instrument, from: from + 14 * HOUR_MS, to: from + 15 * HOUR_MS },
      added: { kind: 'exclusion', why: 'Lorry idling at the fence' },
    })),
    {
      instrument,
      added: {
        ...{ kind: 'certificate', of: 'instrument', serial: instrument, laboratory: 'Hunmanby' },
        ...{ issued: dayOf(YEAR.from), due: dayOf(YEAR.to + (index === 0 ? 0 : 700) * DAY_MS) },
      },
    },
  ];
}

/** The newest sounds of the first instrument, whole files as they would have come. */
async function putSounds({ archive, world, serials, audioFolder }: Deps): Promise<void> {
  const [instrument = ''] = serials;
  const [teller] = world.instruments();
  const { rows } = archive.sounds.page({ instruments: [instrument] }, 'newest', 0, LOCAL_SOUNDS);
  for (const { id, from, to } of rows) {
    const bytes = await encodeAudio(world.sound(teller?.serial ?? '', from, to), 'FLAC');
    if (bytes === undefined) throw new Error('a sound could not be made');
    const file = `${id}.flac`;
    mkdirSync(audioFolder, { recursive: true });
    writeFileSync(path.join(audioFolder, file), bytes);
    archive.audio.put({
      ...{ recording: id, format: 'FLAC', path: file, sizeBytes: bytes.length, durationMs: to - from },
      ...{ sha256: createHash('sha256').update(bytes).digest('hex'), fetchedAt: ASKED_AT },
    });
  }
}
