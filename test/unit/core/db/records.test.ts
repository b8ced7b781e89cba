import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Archive, StoredRecord } from '../../../../electron/core/db/archive';
import { isAnswer } from '../../../../electron/core/sync/plan';
import { withArchive } from '../../../support/temp-archive';

const record = (key: string, time: number, data: StoredRecord['data'] = { key }): StoredRecord => ({
  key,
  time,
  until: undefined,
  data,
});

describe('stored rows', () => {
  it('fetched twice are there once, as they came last', () => {
    withArchive(({ records }) => {
      records.upsert('recordings', 'QT1', [record('a', 10), record('b', 20)], 1);
      const again = { ...record('a', 11, { key: 'a', note: 'later' }), until: 15 };
      records.upsert('recordings', 'QT1', [again, record('b', 20)], 2);
      expect(records.list('recordings', 'QT1', { from: 0, to: 100 })).toEqual([again, record('b', 20)]);
    });
  });

  it('are listed by time in a half-open span, the newest found at once', () => {
    withArchive(({ records }) => {
      records.upsert(
        'sic',
        'QT1',
        [30, 10, 20].map((time) => record(`k${time}`, time)),
        1,
      );
      records.upsert('sic', 'QT2', [record('k99', 99)], 1);
      const times = records.list('sic', 'QT1', { from: 10, to: 30 }).map(({ time }) => time);
      expect({ times, newest: records.newest('sic', 'QT1')?.time }).toEqual({ times: [10, 20], newest: 30 });
      expect(records.newest('calibrations', 'QT1')).toBeUndefined();
    });
  });

  it('give back whatever JSON the service sent', () => {
    withArchive(({ records }) => {
      fc.assert(
        fc.property(
          fc.dictionary(fc.string(), fc.jsonValue()),
          fc.string({ unit: 'binary' }),
          (data, key) => {
            const sent = JSON.parse(JSON.stringify(data)) as StoredRecord['data'];
            records.upsert('measurements', 'QT1', [record(key, 5, sent)], 1);
            expect(records.find('measurements', key)?.row).toEqual(record(key, 5, sent));
          },
        ),
      );
    });
  });

  it('are found by their key in any instrument', () => {
    withArchive(({ records }) => {
      records.upsert('recordings', 'QT1', [record('a', 1)], 1);
      records.upsert('recordings', 'QT2', [record('b', 2)], 1);
      expect(records.find('recordings', 'b')).toEqual({ instrument: 'QT2', row: record('b', 2) });
      expect(records.find('sic', 'b')).toBeUndefined();
    });
  });

  it('are paged newest first under any filter, with the total', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 20 });
    const filter = fc.record(
      {
        instruments: fc.subarray(['QT0', 'QT1', 'QT2', 'QT9']),
        span: fc.integer({ min: 0, max: 20 }).map((from) => ({ from, to: from + 9 })),
        keys: ids.map((all) => all.map((id) => `k${id}`)),
      },
      { requiredKeys: [] },
    );
    withArchive(({ records }) => {
      const rows = Array.from({ length: 30 }, (_, id) => ({
        instrument: `QT${id % 3}`,
        row: record(`k${id}`, id),
      }));
      for (const { instrument, row } of rows) records.upsert('recordings', instrument, [row], 1);
      records.upsert('sic', 'QT0', [record('k3', 3)], 1);
      fc.assert(
        fc.property(filter, fc.integer({ min: 1, max: 40 }), ({ instruments, span, keys }, limit) => {
          const wanted = rows.filter(
            ({ instrument, row }) =>
              (instruments?.includes(instrument) ?? true) &&
              (keys?.includes(row.key) ?? true) &&
              (span === undefined || (row.time >= span.from && row.time < span.to)),
          );
          const chosen = {
            ...(instruments && { instruments }),
            ...(span && { span }),
            ...(keys && { keys }),
          };
          expect(records.page('recordings', chosen, limit)).toEqual({
            rows: wanted.reverse().slice(0, limit),
            total: wanted.length,
          });
        }),
      );
    });
  });

  it('are listed by variant, or all together', () => {
    withArchive(({ records }) => {
      const rows = [1, 2, 3, 4].map((time) => ({
        ...record(`k${time}`, time),
        variant: time % 2 === 0 ? 'Octave-Z' : 'Third-A',
      }));
      records.upsert('frequency', 'QT1', rows, 1);
      const listed = (variant?: string) => records.list('frequency', 'QT1', { from: 0, to: 9 }, variant);
      expect([listed(), listed('Octave-Z'), listed('')]).toEqual([rows, [rows[1], rows[3]], []]);
    });
  });

  it('are paged through while others are written, each once and in order', () => {
    withArchive(({ records }) => {
      const rows = Array.from({ length: 1_500 }, (_, i) => record(`k${i}`, Math.floor(i / 7)));
      records.upsert('measurements', 'QT1', rows, 1);
      const found: StoredRecord[] = [];
      for (const page of records.pages('measurements', 'QT1', { from: 3, to: 200 })) {
        expect(page.length).toBeLessThan(500);
        found.push(...page);
        records.upsert('measurements', 'QT2', [record(`other ${found.length}`, 5)], 1);
      }
      expect(found).toEqual(rows.filter(({ time }) => time >= 3 && time < 200));
    });
  });
});

describe('a damaged row', () => {
  const DAY = 86_400_000;
  const SPAN = { from: 0, to: 9 * DAY };
  /** Rows of four days, each reaching into the next, all of them in the ledger. */
  function damagedBy(sql: string, look: (archive: Archive, aside: () => unknown[]) => void): void {
    withArchive((archive, file) => {
      const rows = [0, 1, 2, 3].map((day) => ({ ...record(`k${day}`, day * DAY), until: (day + 1) * DAY }));
      archive.records.upsert('sic', 'QT1', rows, 1);
      archive.coverage.put({
        ...{ dataset: 'sic', instrument: 'QT1', params: '', from: 0, to: 9 * DAY, state: 'settled' },
        ...{ askedAt: 1, asks: 1, why: undefined },
      });
      const db = new Database(file);
      db.exec(sql);
      look(archive, () => db.prepare('SELECT source FROM damaged').pluck().all());
      db.close();
    });
  }
  const claims = ({ coverage }: Archive) =>
    coverage
      .list()
      .filter(isAnswer)
      .map(({ from, to }) => [from / DAY, to / DAY]);
  const keys = (rows: readonly StoredRecord[]) => rows.map(({ key }) => key);

  it('is left out by every way of reading, set aside, and its days are planned again', () => {
    const ways: Readonly<Record<string, (archive: Archive) => unknown>> = {
      list: ({ records }) => keys(records.list('sic', 'QT1', SPAN)),
      pages: ({ records }) => [...records.pages('sic', 'QT1', SPAN)].flatMap(keys),
      page: ({ records }) => {
        const { rows, total } = records.page('sic', {}, 3);
        return [...rows.map(({ row }) => row.key), total];
      },
      find: ({ records }) => records.find('sic', 'k3'),
      newest: ({ records }) => records.newest('sic', 'QT1')?.key,
    };
    const left = {
      list: ['k0', 'k1', 'k2'],
      pages: ['k0', 'k1', 'k2'],
      page: ['k2', 'k1', 'k0', 3],
      find: undefined,
      newest: 'k2',
    };
    for (const [name, read] of Object.entries(ways))
      damagedBy(`UPDATE record SET data = '{"key":"k9"}' WHERE key = 'k3'`, (archive, aside) => {
        expect([name, read(archive)]).toEqual([name, left[name as keyof typeof left]]);
        expect(claims(archive)).toEqual([
          [0, 3],
          [5, 9],
        ]);
        expect(aside()).toEqual(['record']);
        expect([name, read(archive)]).toEqual([name, left[name as keyof typeof left]]);
      });
  });

  it('is noticed whatever of it changed', () => {
    for (const change of [
      ...[`variant = 'x'`, 'time = time + 1', 'until = NULL', 'until = until - 1', `key = 'k8'`],
      ...['crc = crc + 1', `instrument = 'QT2'`, `dataset = 'calibrations'`, `data = '{'`],
    ])
      damagedBy(`UPDATE record SET ${change} WHERE key = 'k1'`, (archive, aside) => {
        const read = ['QT1', 'QT2'].map((instrument) => archive.records.list('sic', instrument, SPAN).length);
        expect(archive.records.list('calibrations', 'QT1', SPAN)).toEqual([]);
        expect([change, read]).toEqual([change, [3, 0]]);
        expect(aside()).toEqual(['record']);
      });
  });

  it('does not end the pages after it, even where a whole page is damaged', () => {
    withArchive((archive, file) => {
      const rows = Array.from({ length: 1_700 }, (_, i) => record(`k${i}`, i));
      archive.records.upsert('sic', 'QT1', rows, 1);
      const db = new Database(file);
      db.exec('UPDATE record SET crc = crc + 1 WHERE time >= 100 AND time < 1200');
      db.close();
      const found = [...archive.records.pages('sic', 'QT1', { from: 0, to: 9_999 })].flatMap(keys);
      expect(found).toEqual(keys(rows.filter(({ time }) => time < 100 || time >= 1_200)));
    });
  });
});
