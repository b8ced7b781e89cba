import { expect, test } from 'vitest';
import type { Events } from '../../../../electron/contract/index';
import type { Archive, StoredRecord } from '../../../../electron/core/db/archive';
import { createPace } from '../../../../electron/core/export/table-pace';
import { getEvent, listEvents } from '../../../../electron/core/queries/events';
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
    readonly announce: (change: Events['data-changed']) => void;
  }) => Promise<void>,
): Promise<void> {
  let announce: (change: Events['data-changed']) => void = () => undefined;
  const index = createEventIndex((listener) => (announce = listener));
  const span = { from: FROM, to: FROM + 1_000 * MINUTE };
  await withArchiveDuring((archive) =>
    work({
      archive,
      announce: (change) => announce(change),
      list: (input) =>
        listEvents(
          { archive, index, pace: createPace(new AbortController().signal) },
          { instrument: SERIAL, span, offset: 0, limit: 50, ...input },
        ),
    }),
  );
}

test('pages of events follow each other, newest first, by type and within the span', async () => {
  await inArchive(async ({ archive, list }) => {
    const rows = Array.from({ length: 120 }, (_, n) => event(n, n % 3 === 0 ? { type: 'Train' } : {}));
    archive.records.upsert('events', SERIAL, rows, FROM);
    archive.records.upsert('events', 'QT2', [event(7)], FROM);
    const first = await list();
    expect([first.total, first.types]).toEqual([
      120,
      [
        { type: 'Noise', count: 80 },
        { type: 'Train', count: 40 },
      ],
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
    expect(trains.types.reduce((sum, { count }) => sum + count, 0)).toBe(7);
  });
});

test('an event that comes later is listed as soon as it is announced', async () => {
  await inArchive(async ({ archive, list, announce }) => {
    archive.records.upsert('events', SERIAL, [event(1)], FROM);
    expect((await list()).total).toBe(1);
    archive.records.upsert('events', SERIAL, [event(2)], FROM);
    announce({ tables: ['records'], instruments: ['QT2'] });
    announce({ tables: ['records'], instruments: [SERIAL] });
    expect((await list()).rows.map(({ key }) => key)).toEqual(['k2', 'k1']);
  });
});

test('each event says whether its time history and audio are here, not here, or do not exist', async () => {
  await inArchive(async ({ archive, list }) => {
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
    expect(getEvent({ archive, account: 'demo' }, SERIAL, 'k3').sound).toMatchObject({ id: 'a3' });
  });
});

test("an event's own samples are columns on one axis, with gaps where it has none", async () => {
  await inArchive(({ archive }) => {
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
    const { samples, overall, octave } = getEvent({ archive, account: 'demo' }, SERIAL, 'k1');
    expect(samples).toMatchObject({ source: 'event', stepMs: 1_000 });
    expect([...(samples?.time ?? [])].map((time) => (time - FROM - MINUTE) / SECOND)).toEqual([
      0, 1, 2, 3, 4,
    ]);
    expect(samples?.channels.map(({ name, values }) => [name, ...values])).toEqual([
      ['LAeq', 50, NaN, NaN, NaN, 54],
      ['LAFMax', NaN, 61, 62, 63, NaN],
    ]);
    expect([overall, octave]).toEqual([[57.7, null, 55.4], []]);
    return Promise.resolve();
  });
});

test("without samples of its own, an event shows the instrument's time history of its time, and says so", async () => {
  await inArchive(({ archive }) => {
    archive.records.upsert('events', SERIAL, [event(1)], FROM);
    expect(getEvent({ archive, account: 'demo' }, SERIAL, 'k1').samples).toBeUndefined();
    const values = Float64Array.from({ length: 120 }, (_, i) => i);
    archive.series.write('timehistory', SERIAL, [{ channel: 'LAeq', stepMs: SECOND, start: FROM, values }]);
    const { samples } = getEvent({ archive, account: 'demo' }, SERIAL, 'k1');
    expect(samples?.source).toBe('timehistory');
    expect(samples?.channels.map(({ name }) => name)).toEqual(['LAeq']);
    expect([...(samples?.channels[0]?.values ?? [])]).toEqual([...values.slice(60, 80)]);
    return Promise.resolve();
  });
});

test('an event that is not held is named as not found', async () => {
  await inArchive(({ archive }) => {
    expect(() => getEvent({ archive, account: 'demo' }, SERIAL, 'k9')).toThrow('The event was not found');
    return Promise.resolve();
  });
});
