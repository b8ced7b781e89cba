import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredRecord } from '../../../../electron/core/db/archive';
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
});
