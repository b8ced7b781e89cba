import { expect, test } from 'vitest';
import type { Events } from '../../../../electron/contract/index';
import { bandChannel, BANDS } from '../../../../electron/core/dataset-list';
import type { Archive, StoredRecord } from '../../../../electron/core/db/archive';
import { createPace } from '../../../../electron/core/export/table-pace';
import { getEvent } from '../../../../electron/core/queries/events';
import { eventTypes, listEvents } from '../../../../electron/core/queries/events-list';
import { createEventIndex } from '../../../../electron/core/queries/events-index';
import { withArchiveDuring } from '../../../support/async-archive';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const FROM = Date.parse('2026-03-02T00:00:00Z');
const SERIAL = 'QT1';
const iso = (time: number) => new Date(time).toISOString();
const event = (n: number, data: Readonly<Record<string, unknown>> = {}): StoredRecord => {
  const [time, until] = [FROM + n * MINUTE, FROM + n * MINUTE + 20 * SECOND];
  return {
    ...{ key: `k${n}`, time, until },
    data: {
      ...{
        instrument: SERIAL,
        startTime: iso(time),
        endTime: iso(until),
        type: 'Noise',
        name: 'LAeq',
        level: 65,
      },
      ...{
        octave: null,
        audioId: null,
        audioTime: null,
        timeHistoryId: `h${n}`,
        overall: [57.7, null, 55.4],
      },
      ...data,
    },
  };
};
async function inArchive(
  work: (given: {
    readonly archive: Archive;
    readonly list: (input?: Partial<Parameters<typeof listEvents>[1]>) => ReturnType<typeof listEvents>;
    readonly types: () => ReturnType<typeof eventTypes>;
    readonly get: (key: string) => ReturnType<typeof getEvent>;
    readonly announce: (change: Events['data-changed']) => void;
  }) => Promise<void>,
): Promise<void> {
  let announce: (change: Events['data-changed']) => void = () => undefined;
  const index = createEventIndex((listener) => (announce = listener));
  const span = { from: FROM, to: FROM + 1_000 * MINUTE };
  const pace = createPace(new AbortController().signal);
  await withArchiveDuring((archive) =>
    work({
      archive,
      announce: (change) => announce(change),
      list: (input) =>
        listEvents({ archive, index, pace }, { instrument: SERIAL, span, offset: 0, limit: 50, ...input }),
      types: () => eventTypes({ archive, index, pace }, SERIAL, span),
      get: (key) => getEvent({ archive, account: 'demo', pace }, SERIAL, key),
    }),
  );
}

test('pages of events follow each other, newest first, by type and within the span', async () => {
  await inArchive(async ({ archive, list, types }) => {
    const rows = Array.from({ length: 120 }, (_, n) => event(n, n % 3 === 0 ? { type: 'Train' } : {}));
    archive.records.upsert('events', SERIAL, rows, FROM);
    archive.records.upsert('events', 'QT2', [event(7)], FROM);
    const first = await list();
    expect(first.total).toBe(120);
    expect(await types()).toEqual([
      { type: 'Noise', count: 80 },
      { type: 'Train', count: 40 },
    ]);
    const all = [first, await list({ offset: 50 }), await list({ offset: 100 }), await list({ offset: 150 })];
    expect(all.flatMap((page) => page.rows.map(({ key }) => key))).toEqual(
      rows.map(({ key }) => key).reverse(),
    );
    const trains = await list({
      types: ['Train'],
      span: { from: FROM + 30 * MINUTE, to: FROM + 37 * MINUTE },
    });
    expect(trains.rows.map(({ key }) => key)).toEqual(['k36', 'k33', 'k30']);
    expect(trains.total).toBe(3);
  });
});

test('a page is found around an event, in all of a span or among those of a type, and from where it was asked when it is in neither', async () => {
  await inArchive(async ({ archive, list }) => {
    const rows = Array.from({ length: 90 }, (_, n) => event(n, n % 3 === 0 ? { type: 'Train' } : {}));
    archive.records.upsert('events', SERIAL, [...rows, { ...event(41), key: 'twin' }], FROM);
    archive.records.upsert('events', 'QT2', [event(7, { instrument: 'QT2' })], FROM);
    const among = async (...asked: Parameters<typeof list>) => {
      const page = await list(...asked);
      return [page.offset, page.rows.map(({ key }) => key)];
    };
    expect(await among({ around: 'k42', limit: 5 })).toEqual([45, ['k44', 'k43', 'k42', 'twin', 'k41']]);
    expect(await among({ around: 'k41', limit: 5 })).toEqual([46, ['k43', 'k42', 'twin', 'k41', 'k40']]);
    expect(await among({ around: 'k88', limit: 5 })).toEqual([0, ['k89', 'k88', 'k87', 'k86', 'k85']]);
    expect(await among({ around: 'k42', limit: 3, types: ['Train'] })).toEqual([14, ['k45', 'k42', 'k39']]);
    const elsewhere = { span: { from: FROM, to: FROM + 30 * MINUTE }, around: 'k42', offset: 2, limit: 2 };
    expect(await among(elsewhere)).toEqual([2, ['k27', 'k26']]);
    expect(await among({ around: 'k41', types: ['Train'], offset: 1, limit: 1 })).toEqual([1, ['k84']]);
  });
});

test('an event that comes later is listed as soon as it is announced', async () => {
  await inArchive(async ({ archive, list, types, announce }) => {
    archive.records.upsert('events', SERIAL, [event(1)], FROM);
    expect([(await list()).total, await types()]).toEqual([1, [{ type: 'Noise', count: 1 }]]);
    archive.records.upsert('events', SERIAL, [event(2)], FROM);
    announce({ tables: ['records'], instruments: ['QT2'] });
    announce({ tables: ['records'], instruments: [SERIAL] });
    expect((await list()).rows.map(({ key }) => key)).toEqual(['k2', 'k1']);
    expect(await types()).toEqual([{ type: 'Noise', count: 2 }]);
  });
});

test('each event says whether its time history and audio are here, not here, or do not exist', async () => {
  await inArchive(async ({ archive, list, get }) => {
    archive.records.upsert(
      'events',
      SERIAL,
      [event(1, { audioId: 'a1' }), event(2, { timeHistoryId: null }), event(3, { audioId: 'a3' })],
      FROM,
    );
    const history = { key: 'h1', time: FROM, until: FROM, data: { series: [] } };
    archive.records.upsert('eventhistory', SERIAL, [history], FROM);
    const file = {
      format: 'WAV',
      path: 'a.wav',
      sizeBytes: 1,
      sha256: '00',
      durationMs: 1,
      fetchedAt: FROM,
    } as const;
    archive.audio.put({ ...file, recording: 'a3' });
    const { rows } = await list();
    expect(rows.map(({ key, history, audio }) => [key, history, audio])).toEqual([
      ['k3', 'not-held', 'held'],
      ['k2', 'none', 'none'],
      ['k1', 'held', 'not-held'],
    ]);
    expect((await get('k3')).sound).toMatchObject({ id: 'a3' });
  });
});

test("an event's own samples are columns on one axis, with gaps where it has none", async () => {
  await inArchive(async ({ archive, get }) => {
    archive.records.upsert('events', SERIAL, [event(1)], FROM);
    const block = (from: number, values: readonly unknown[]) => ({
      ...{
        start: iso(FROM + MINUTE + from * SECOND),
        end: iso(FROM + MINUTE + (from + values.length) * SECOND),
      },
      ...{ sampleDuration: 1_000, values },
    });
    const series = [
      { instrument: SERIAL, type: 'LAeq', blocks: [block(0, [50, '...']), block(4, [54])] },
      { instrument: SERIAL, type: 'LAFMax', blocks: [block(1, [61, 62, 63])] },
    ];
    archive.records.upsert(
      'eventhistory',
      SERIAL,
      [{ key: 'h1', time: FROM, until: FROM, data: { series } }],
      FROM,
    );
    const { samples, overall, spectra } = await get('k1');
    expect(samples).toMatchObject({ source: 'event', stepMs: 1_000 });
    expect([...(samples?.time ?? [])].map((time) => (time - FROM - MINUTE) / SECOND)).toEqual([
      0, 1, 2, 3, 4,
    ]);
    expect(samples?.channels.map(({ name, values }) => [name, ...values])).toEqual([
      ['LAeq', 50, NaN, NaN, NaN, 54],
      ['LAFMax', NaN, 61, 62, 63, NaN],
    ]);
    expect([overall, spectra]).toEqual([[57.7, null, 55.4], []]);
  });
});

test("without samples of its own, an event shows the instrument's time history of its time, and says so", async () => {
  await inArchive(async ({ archive, get }) => {
    archive.records.upsert('events', SERIAL, [event(1)], FROM);
    expect((await get('k1')).samples).toBeUndefined();
    const values = Float64Array.from({ length: 120 }, (_, i) => i);
    archive.series.write('timehistory', SERIAL, [{ channel: 'LAeq', stepMs: SECOND, start: FROM, values }]);
    const { samples } = await get('k1');
    expect(samples?.source).toBe('timehistory');
    expect(samples?.channels.map(({ name }) => name)).toEqual(['LAeq']);
    expect([...(samples?.channels[0]?.values ?? [])]).toEqual([...values.slice(60, 80)]);
  });
});

test('an event that is not held is named as not found', async () => {
  await inArchive(async ({ get }) => {
    await expect(get('k9')).rejects.toThrow('The event was not found');
  });
});

test('the bands sent with an event have their nominal names where there are as many; those measured over it their weighting', async () => {
  await inArchive(async ({ archive, get }) => {
    const octave = [40, 45, 50, null, 60, 62, 58, 50, 44, 40];
    archive.records.upsert('events', SERIAL, [event(1, { octave, thirdOctave: [50, 51] })], FROM);
    const values = Float64Array.from({ length: 120 }, (_, i) => (i < 60 ? 30 : i === 61 ? 70 : 50));
    const channel = bandChannel('Octave', 'A', BANDS.Octave[5] ?? '');
    const chunk = { channel, stepMs: SECOND, start: FROM, values };
    archive.series.write('frequencyhistory', SERIAL, [chunk]);
    const [thirds, octaves, measured, ...others] = (await get('k1')).spectra;
    expect(others).toEqual([]);
    expect(thirds).toMatchObject({ source: 'event', set: 'Third', weighting: undefined, stepsMs: [] });
    expect(thirds?.bands.map(({ name }) => name)).toEqual(['band 1', 'band 2']);
    expect(octaves?.bands.map(({ name }) => name).slice(0, 2)).toEqual(['31.5 Hz', '63 Hz']);
    expect([...(octaves?.mean ?? [])]).toEqual(octave.map((level) => level ?? NaN));
    expect(measured).toMatchObject({
      source: 'timehistory',
      set: 'Octave',
      weighting: 'A',
      stepsMs: [SECOND],
    });
    const kilohertz = measured?.bands.findIndex(({ name }) => name === '1 kHz') ?? -1;
    const mean = 10 * Math.log10((19 * 10 ** 5 + 10 ** 7) / 20);
    expect(measured?.mean[kilohertz]).toBeCloseTo(mean, 2);
    expect([measured?.min[kilohertz], measured?.max[kilohertz]]).toEqual([50, 70]);
    expect(measured?.mean.filter((level) => !Number.isNaN(level))).toHaveLength(1);
  });
});
