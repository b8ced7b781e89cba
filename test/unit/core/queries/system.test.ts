import { expect, test } from 'vitest';
import type { Archive, StoredRecord } from '../../../../electron/core/db/archive';
import { systemEvents, systemNow } from '../../../../electron/core/queries/system';
import { systemSeries } from '../../../../electron/core/queries/system-series';
import { createSystemTables } from '../../../../electron/core/queries/system-table';
import { withArchiveDuring } from '../../../support/async-archive';
import { withArchive } from '../../../support/temp-archive';

const MINUTE = 60_000;
const STEP = 15 * MINUTE;
const FROM = Date.parse('2026-03-02T00:00:00Z');
const SERIAL = 'QT1';
const stat = (n: number, data: Readonly<Record<string, unknown>>): StoredRecord => ({
  ...{ key: String(FROM + n * STEP), time: FROM + n * STEP, until: undefined },
  data: { time: new Date(FROM + n * STEP).toISOString(), instrument: SERIAL, ...data },
});
async function read(archive: Archive, fields: readonly string[], steps: number, maxPoints: number) {
  const span = { from: FROM, to: FROM + steps * STEP };
  const asked = { instrument: SERIAL, fields, span, maxPoints };
  return systemSeries(archive, createSystemTables(), asked, new AbortController().signal);
}

/** An archive that counts how often its statistics are gone through. */
function counting(real: Archive): { readonly archive: Archive; readonly reads: () => number } {
  let reads = 0;
  const pages: Archive['records']['pages'] = (...args) => {
    reads += 1;
    return real.records.pages(...args);
  };
  const records = Object.create(real.records, { pages: { value: pages } }) as Archive['records'];
  return {
    archive: Object.create(real, { records: { value: records } }) as Archive,
    reads: () => reads,
  };
}

test('charts that ask at once share one reading, and one that goes away takes nothing from the others', async () => {
  await withArchiveDuring(async (real) => {
    const rows = Array.from({ length: 900 }, (_, n) => stat(n, { voltage: 12, cpu: n % 7, ping: n }));
    real.records.upsert('monitorstats', SERIAL, rows, FROM);
    const { archive, reads } = counting(real);
    const tables = createSystemTables();
    const span = { from: FROM, to: FROM + 900 * STEP };
    const gone = new AbortController();
    const read = (field: string, signal = new AbortController().signal) =>
      systemSeries(archive, tables, { instrument: SERIAL, fields: [field], span, maxPoints: 1_000 }, signal);
    const [voltage, , ping] = [read('voltage'), read('cpu', gone.signal), read('ping')];
    gone.abort();
    expect((await voltage).columns[0]?.over).toBe(12);
    expect((await ping).columns[0]?.over).toBe(449.5);
    expect(reads()).toBe(1);
    await read('voltage');
    expect(reads()).toBe(2);
  });
});

test('a reading that everyone has left is given up, and the next one starts anew', async () => {
  await withArchiveDuring(async (archive) => {
    const rows = Array.from({ length: 900 }, (_, n) => stat(n, { voltage: 12 }));
    archive.records.upsert('monitorstats', SERIAL, rows, FROM);
    const tables = createSystemTables();
    const asked = { instrument: SERIAL, span: { from: FROM, to: FROM + 900 * STEP } };
    const gone = new AbortController();
    const left = tables.read(archive, asked, gone.signal);
    gone.abort();
    await expect(left).rejects.toMatchObject({ error: { kind: 'cancelled' } });
    const { time } = await tables.read(archive, asked, new AbortController().signal);
    expect(time.length).toBe(900);
  });
});
test('statistics come as they are while they fit, with a break where some are missing', async () => {
  await withArchiveDuring(async (archive) => {
    const held = [0, 1, 2, 3, 10, 11, 12];
    archive.records.upsert(
      'monitorstats',
      SERIAL,
      held.map((n) => stat(n, { voltage: 12 + n / 10 })),
      FROM,
    );
    archive.coverage.put({
      ...{ dataset: 'monitorstats', instrument: SERIAL, params: '', from: FROM, to: FROM + 20 * STEP },
      ...{ state: 'settled', askedAt: FROM, asks: 1, why: undefined },
    });
    const { time, bucketMs, stepMs, columns, gaps } = await read(archive, ['voltage', 'lteRsrp'], 20, 100);
    expect([bucketMs, stepMs]).toEqual([undefined, STEP]);
    expect([...time].map((at) => (at - FROM) / STEP)).toEqual([0, 1, 2, 3, 4, 10, 11, 12]);
    const [voltage, signal] = columns;
    expect([...(voltage?.values ?? [])]).toEqual([12, 12.1, 12.2, 12.3, NaN, 13, 13.1, 13.2]);
    expect(voltage).toMatchObject({ unit: 'V', latest: { value: 13.2, time: FROM + 12 * STEP } });
    // No unit is claimed that the service does not state.
    expect(signal).toMatchObject({ unit: undefined, latest: undefined, over: NaN });
    expect(gaps.map(({ from, to, reason }) => [(from - FROM) / STEP, (to - FROM) / STEP, reason])).toEqual([
      [4, 10, 'empty'],
      [13, 20, 'empty'],
    ]);
  });
});

test('too many of them become means, and totals stay totals', async () => {
  await withArchiveDuring(async (archive) => {
    const rows = Array.from({ length: 200 }, (_, n) => stat(n, { voltage: n % 4, netTx: n * 10 }));
    archive.records.upsert('monitorstats', SERIAL, rows, FROM);
    const { time, bucketMs = 0, columns, gaps } = await read(archive, ['voltage', 'netTx'], 200, 30);
    expect(time.length).toBeLessThanOrEqual(30);
    const within = (at: number) =>
      rows.filter((row) => row.time >= at && row.time < at + bucketMs).map(({ data }) => data);
    time.forEach((at, i) => {
      const own = within(at).map(({ voltage }) => Number(voltage));
      expect(columns[0]?.values[i]).toBeCloseTo(own.reduce((a, b) => a + b, 0) / own.length, 9);
      expect([columns[0]?.min[i], columns[0]?.max[i]]).toEqual([Math.min(...own), Math.max(...own)]);
      expect(columns[1]?.values[i]).toBe(Math.max(...within(at).map(({ netTx }) => Number(netTx))));
    });
    expect(gaps).toEqual([]);
  });
});

test('the present state carries its age and the units that are stated', () => {
  withArchive((archive) => {
    expect(systemNow(archive, SERIAL)).toBeUndefined();
    const data = { cpu: 12.2, mem: null, voltage: 11.5, simQuota: 2_048, simUsage: 1_900, other: 4 };
    archive.records.upsert(
      'monitorcurrent',
      SERIAL,
      [{ key: 'now', time: FROM, until: undefined, data }],
      FROM,
    );
    expect(systemNow(archive, SERIAL)).toEqual({
      observedAt: FROM,
      values: [
        { name: 'cpu', value: 12.2, unit: '%' },
        { name: 'voltage', value: 11.5, unit: 'V' },
        { name: 'simQuota', value: 2_048, unit: 'MB' },
        { name: 'simUsage', value: 1_900, unit: 'MB' },
      ],
    });
  });
});

test('events of the monitor come newest first, with whatever else the service said', () => {
  withArchive((archive) => {
    const row = (n: number, data: Readonly<Record<string, unknown>>) => ({ ...stat(n, data), key: `e${n}` });
    archive.records.upsert(
      'monitorevents',
      SERIAL,
      [
        row(1, { event: 'Started', description: 'First start.' }),
        row(2, { event: 'PowerLost', severity: 3, cause: { code: 'mains' } }),
        row(3, { kind: 'unknown to us' }),
      ],
      FROM,
    );
    const span = { from: FROM, to: FROM + 10 * STEP };
    const { rows, total } = systemEvents(archive, { instrument: SERIAL, span, offset: 1, limit: 5 });
    expect(total).toBe(3);
    expect(rows.map(({ key, event, description, more }) => [key, event, description, more])).toEqual([
      [
        ...['e2', 'PowerLost', undefined],
        [
          { name: 'severity', text: '3' },
          { name: 'cause', text: '{"code":"mains"}' },
        ],
      ],
      ['e1', 'Started', 'First start.', []],
    ]);
  });
});
