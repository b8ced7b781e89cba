import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Archive } from '../../../../electron/core/db/archive';
import type { DayTableName } from '../../../../electron/core/db/day-table';
import { deflater } from '../../../../electron/core/db/deflater';
import { SqlSeriesStore } from '../../../../electron/core/db/series';
import { isAnswer } from '../../../../electron/core/sync/plan';
import { DAY_MS, kindOf, noise, readDays, writeDay } from '../../../support/levels';
import { clockAt, withArchive } from '../../../support/temp-archive';

const DAYS = 3;
const NOW = (DAYS + 1) * DAY_MS;
const LEVELS = ['level_ten_seconds', 'level_minute', 'level_ten_minutes', 'level_hour'] as const;
type About = Readonly<Record<string, unknown>>;

/** From outside, as a disk would. */
function outside<T>(file: string, work: (db: Database.Database) => T): T {
  const db = new Database(file);
  try {
    return work(db);
  } finally {
    db.close();
  }
}
const run = (file: string, sql: string): void => outside(file, (db) => void db.exec(sql));

function flip(file: string, table: DayTableName, day?: number): void {
  outside(file, (db) => {
    const where = day === undefined ? '' : `WHERE day = ${day}`;
    const rows = db.prepare<[], { id: number; data: Buffer }>(`SELECT id, data FROM ${table} ${where}`).all();
    expect(rows).not.toEqual([]);
    for (const { id, data } of rows) {
      const middle = data.length >> 1;
      data.writeUInt8(data.readUInt8(middle) ^ 4, middle);
      db.prepare(`UPDATE ${table} SET data = ? WHERE id = ?`).run(data, id);
    }
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });
}
const setAside = (file: string) =>
  outside(file, (db) =>
    db
      .prepare<[], { source: string; about: string; data: Buffer }>('SELECT source, about, data FROM damaged')
      .all()
      .map(({ source, about, data }) => ({ source, about: JSON.parse(about) as About, data })),
  );
const query = (archive: Archive, days: number, points = 2_001) =>
  archive.series.query('timehistory', 'QT1', ['LAeq'], { from: 0, to: days * DAY_MS }, points);
const missing = (archive: Archive, days: number) =>
  archive.series.missing('timehistory', 'QT1', 'LAeq', 1_000, { from: 0, to: days * DAY_MS });

/** Three days of a second each, all of it in the ledger, which also says something of another instrument. */
function build(archive: Archive): void {
  for (let day = 0; day < DAYS; day++) writeDay(archive, day);
  for (const instrument of ['QT1', 'QT2'])
    for (const params of ['1s', '100ms'])
      archive.coverage.put({
        ...{ dataset: 'timehistory', instrument, params, from: 0, to: DAYS * DAY_MS },
        ...{ state: 'settled', askedAt: 5, asks: 1, why: undefined },
      });
}
const ledger = (archive: Archive, instrument: string) =>
  archive.coverage
    .list({ instruments: [instrument] })
    .filter(isAnswer)
    .map(({ params, from, to }) => [params, from / DAY_MS, to / DAY_MS]);
const WHOLE = [
  ['100ms', 0, DAYS],
  ['1s', 0, DAYS],
];
const WITHOUT_THE_SECOND = [
  ['100ms', 0, 1],
  ['100ms', 2, DAYS],
  ['1s', 0, 1],
  ['1s', 2, DAYS],
];
const SECOND = { from: DAY_MS, to: 2 * DAY_MS };

describe('a damaged day of samples', () => {
  const ways: Readonly<Record<string, (archive: Archive) => unknown>> = {
    read: (archive) => readDays(archive, DAYS),
    query: (archive) => query(archive, 2),
    write: (archive) => writeDay(archive, 1, noise(9, 10)),
  };
  for (const [name, way] of Object.entries(ways))
    it(`is missing, set aside and planned again when it is met by ${name}`, () => {
      withArchive((archive, file) => {
        build(archive);
        flip(file, 'block', DAY_MS);
        way(archive);
        expect(setAside(file)).toMatchObject([
          {
            source: 'block',
            about: {
              ...{ dataset: 'timehistory', instrument: 'QT1', channel: 'LAeq', stepMs: 1_000 },
              ...{ mean: 'energy', day: DAY_MS, start: DAY_MS, count: 86_400, missing: 0 },
            },
          },
        ]);
        expect(setAside(file)[0]?.data.length).toBeGreaterThan(10_000);
        expect(ledger(archive, 'QT1')).toEqual(WITHOUT_THE_SECOND);
        expect(ledger(archive, 'QT2')).toEqual(WHOLE);
        const rest = name === 'write' ? noise(9, 10) : new Float64Array();
        const held = readDays(archive, DAYS);
        expect(held.subarray(0, 86_400)).toEqual(noise(1));
        expect(held.subarray(86_400, 86_400 + rest.length)).toEqual(rest);
        expect(held.subarray(86_400 + rest.length, 2 * 86_400).every(Number.isNaN)).toBe(true);
        expect(held.subarray(2 * 86_400)).toEqual(noise(3));
        expect(missing(archive, DAYS)).toEqual([{ ...SECOND, from: DAY_MS + rest.length * 1_000 }]);
        for (const days of [DAYS, 28, 400]) {
          const { max } = query(archive, days, 3 * 24 * 60 + 1).channels[0] ?? { max: [] };
          expect(Math.max(...[...max].filter((each) => !Number.isNaN(each)))).toBeLessThan(90);
        }
        expect(query(archive, DAYS, 10_000).validFraction).toBeCloseTo(
          (2 * 86_400 + rest.length) / (3 * 86_400),
          9,
        );
        expect(setAside(file)).toHaveLength(1);
      }, NOW);
    });

  it('leaves every coarser level, also that of the month', () => {
    withArchive((archive, file) => {
      build(archive);
      flip(file, 'block', DAY_MS);
      readDays(archive, DAYS);
      for (const days of [3, 28, 400]) {
        const { time, bucketMs, channels } = query(archive, days, 4_000);
        for (const [i, start] of time.entries())
          if (start + bucketMs <= DAYS * DAY_MS)
            expect([days, start, Number.isNaN(channels[0]?.max[i])]).toEqual([
              ...[days, start, start >= DAY_MS && start + bucketMs <= 2 * DAY_MS],
            ]);
      }
    }, NOW);
  });

  it('with a changed number beside it never leads to wrong samples, and goes back on the plan', () => {
    for (const column of ['start', 'count', 'missing', 'codec', 'size', 'crc', 'head_crc', 'day'])
      for (const change of ['+ 1', '- 4096']) {
        withArchive((archive, file) => {
          build(archive);
          run(file, `UPDATE block SET ${column} = ${column} ${change} WHERE day = ${DAY_MS}`);
          const about = [column, change];
          expect([...about, missing(archive, DAYS)]).toEqual([...about, [SECOND]]);
          // Where one of two numbers is wrong, either may be right: the day before may be planned again as well.
          const held = ledger(archive, 'QT1').filter(([, from]) => from !== 0);
          expect([...about, held]).toEqual([...about, [WITHOUT_THE_SECOND[1], WITHOUT_THE_SECOND[3]]]);
          expect(
            readDays(archive, DAYS)
              .subarray(86_400, 2 * 86_400)
              .every(Number.isNaN),
          ).toBe(true);
          expect(archive.series.extent('timehistory', 'QT1')).toEqual({ from: 0, to: DAYS * DAY_MS });
          writeDay(archive, 1);
          expect(readDays(archive, DAYS).subarray(86_400, 2 * 86_400)).toEqual(noise(2));
          expect(
            query(archive, 400, 4_000).channels[0]?.max.filter((max) => !Number.isNaN(max)),
          ).toHaveLength(24);
        }, NOW);
      }
  });

  it('at either end is not told as held', () => {
    withArchive((archive, file) => {
      build(archive);
      run(file, `UPDATE block SET start = start + 1000, count = count + 5 WHERE day <> ${DAY_MS}`);
      expect(archive.series.extent('timehistory', 'QT1')).toEqual(SECOND);
      expect(archive.series.channels('timehistory', 'QT1')).toMatchObject([
        { channel: 'LAeq', stepMs: 1_000, extent: SECOND, samples: 86_400 },
      ]);
      expect(ledger(archive, 'QT1').map(([, from]) => from)).toEqual([1, 1]);
      expect(setAside(file)).toHaveLength(2);
    }, NOW);
  });

  it('that a codec cannot read is damaged too', () => {
    withArchive((archive, file) => {
      build(archive);
      const strange = {
        deflate: (bytes: Uint8Array) => deflater.deflate(bytes),
        inflate: () => {
          throw new Error('no such bytes');
        },
      };
      outside(file, (db) => {
        const days: number[] = [];
        const store = new SqlSeriesStore({
          ...{ db, clock: clockAt(NOW), deflater: strange, setAside: () => undefined },
          transaction: (work) => db.transaction(work).immediate(),
          onDamage: ({ day }) => void days.push(day),
        });
        const values = store.read('timehistory', 'QT1', 'LAeq', 1_000, SECOND);
        expect([values.every(Number.isNaN), days]).toEqual([true, [DAY_MS]]);
      });
    }, NOW);
  });

  it('reads as missing even where nothing can be written, and is met again later', () => {
    withArchive((archive, file) => {
      build(archive);
      flip(file, 'block', DAY_MS);
      outside(file, (other) => {
        other.pragma('query_only = ON');
        const store = new SqlSeriesStore({
          ...{ db: other, clock: clockAt(NOW), deflater, onDamage: () => undefined },
          setAside: () => expect.unreachable(),
          transaction: (work) => {
            other.exec('UPDATE keep SET days = 1');
            return work();
          },
        });
        const values = store.read('timehistory', 'QT1', 'LAeq', 1_000, { from: 0, to: DAYS * DAY_MS });
        expect(values.subarray(86_400, 2 * 86_400).every(Number.isNaN)).toBe(true);
        expect(values.subarray(2 * 86_400)).toEqual(noise(3));
        expect(kindOf(() => store.query('timehistory', 'QT1', ['LAeq'], SECOND, 100))).toBe('no failure');
        expect(kindOf(() => store.write('timehistory', 'QT1', [chunkOf(DAY_MS)]))).toContain('readonly');
      });
      expect([setAside(file), ledger(archive, 'QT1')]).toEqual([[], WHOLE]);
      readDays(archive, DAYS);
      expect([setAside(file).length, ledger(archive, 'QT1')]).toEqual([1, WITHOUT_THE_SECOND]);
    }, NOW);
  });

  const chunkOf = (start: number) => ({
    ...{ channel: 'LAeq', stepMs: 1_000, start, values: Float64Array.of(50) },
  });
});

describe('a damaged coarser level', () => {
  /** A mean made of samples is a little more exact than one that was stored. */
  const rounded = (answer: ReturnType<typeof query>) => ({
    ...answer,
    channels: answer.channels.map((channel) => ({
      ...channel,
      mean: [...channel.mean].map((mean) => mean.toFixed(3)),
    })),
  });

  it('is made anew from the samples, and shown right at once', () => {
    for (const table of LEVELS) {
      withArchive((archive, file) => {
        const stepMs = table === 'level_ten_seconds' ? 100 : 1_000;
        const days = { level_ten_seconds: 2, level_minute: 10, level_ten_minutes: 60, level_hour: 400 }[
          table
        ];
        for (let day = 0; day < 2; day++)
          archive.series.write('timehistory', 'QT1', [
            { channel: 'LAeq', stepMs, start: day * DAY_MS, values: noise(day + 1, 50_000) },
          ]);
        const before = rounded(query(archive, days));
        const damages = [
          () => flip(file, table),
          () => run(file, `UPDATE ${table} SET start = start + 60000`),
          () => run(file, `UPDATE ${table} SET codec = 9, crc = crc + 1`),
          () => run(file, `UPDATE ${table} SET day = day + 1`),
        ];
        for (const damage of damages) {
          damage();
          expect(rounded(query(archive, days))).toEqual(before);
          const mended = outside(file, (db) =>
            db.prepare(`SELECT count(*) FROM ${table} WHERE day % ${DAY_MS} = 0 AND codec = 2`).pluck().get(),
          );
          expect([table, mended]).toEqual([table, table === 'level_hour' ? 1 : 2]);
          expect(rounded(query(archive, days))).toEqual(before);
        }
        expect(setAside(file)).toEqual([]);
      }, NOW);
    }
  });

  it('is not in the way of writing', () => {
    withArchive((archive, file) => {
      build(archive);
      for (const table of LEVELS.slice(1)) flip(file, table);
      writeDay(archive, 1, noise(77));
      const { channels, time } = query(archive, 400, 10_000);
      const hours = [...(channels[0]?.max ?? [])].filter((_, i) => (time[i] ?? 0) < DAYS * DAY_MS);
      expect(hours).toHaveLength(DAYS * 24);
      const hourMax = (seed: number, hour: number): number =>
        Math.fround(Math.max(...noise(seed).subarray(hour * 3_600, (hour + 1) * 3_600)));
      expect([hours[0], hours[24], hours[71]]).toEqual([hourMax(1, 0), hourMax(77, 0), hourMax(3, 23)]);
    }, NOW);
  });
});

describe('a check of all blocks', () => {
  const checked = (file: string) =>
    outside(file, (db) => {
      const days: number[] = [];
      const store = new SqlSeriesStore({
        ...{ db, clock: clockAt(NOW), deflater, setAside: () => undefined },
        transaction: (work) => db.transaction(work).immediate(),
        onDamage: ({ day }) => void days.push(day / DAY_MS),
      });
      return { count: store.countBlocks(), found: [...store.checkBlocks()], days };
    });

  it('finds whole ones whole, damaged ones damaged, and mends levels that say something else', () => {
    withArchive((archive, file) => {
      build(archive);
      const about = { dataset: 'timehistory', instrument: 'QT1', channel: 'LAeq' };
      const whole = [0, 1, 2].map((day) => ({ ...about, day: day * DAY_MS, ok: true, mended: false }));
      expect(checked(file)).toEqual({ count: 3, found: whole, days: [] });
      flip(file, 'block', DAY_MS);
      flip(file, 'level_minute', 2 * DAY_MS);
      expect(checked(file)).toEqual({
        count: 3,
        found: [whole[0], { ...whole[1], ok: false }, { ...whole[2], mended: true }],
        days: [1],
      });
      expect(checked(file)).toEqual({ count: 2, found: [whole[0], whole[2]], days: [] });
    }, NOW);
  });

  it('puts back levels that are gone, and those whose checksums hold but whose numbers are of other samples', () => {
    withArchive((archive, file) => {
      build(archive);
      run(file, 'DELETE FROM level_ten_minutes; DELETE FROM level_hour');
      const swap = 'SET (start, count, missing, codec, size, crc, head_crc, data)';
      run(
        file,
        `UPDATE level_minute ${swap} = (SELECT start, count, missing, codec, size, crc, head_crc, data
           FROM level_minute WHERE day = 0)`,
      );
      expect(checked(file).found.map(({ ok, mended }) => [ok, mended])).toEqual(Array(3).fill([true, true]));
      expect(checked(file).found.map(({ ok, mended }) => [ok, mended])).toEqual(Array(3).fill([true, false]));
      expect(query(archive, 400).channels[0]?.max.filter((max) => !Number.isNaN(max)).length).toBeGreaterThan(
        10,
      );
    }, NOW);
  });

  it('lets others write between two blocks', () => {
    withArchive((archive, file) => {
      build(archive);
      outside(file, (db) => {
        const store = new SqlSeriesStore({
          ...{ db, clock: clockAt(NOW), deflater, setAside: () => undefined, onDamage: () => undefined },
          transaction: (work) => db.transaction(work).immediate(),
        });
        const seen: number[] = [];
        for (const { day, ok, mended } of store.checkBlocks()) {
          seen.push(day / DAY_MS);
          expect([ok, mended]).toEqual([true, false]);
          if (seen.length < 3) writeDay(archive, 2, noise(50 + seen.length));
        }
        expect(seen).toEqual([0, 1, 2]);
      });
    }, NOW);
  });
});
