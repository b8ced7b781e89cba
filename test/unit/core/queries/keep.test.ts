import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetId, KeepRow } from '../../../../electron/contract/model';
import { DAY_MS, datasets } from '../../../../electron/core/datasets';
import type { Archive } from '../../../../electron/core/db/archive';
import { openArchive } from '../../../../electron/core/db/open';
import { readKeep } from '../../../../electron/core/queries/keep';
import { createSyncMeter } from '../../../../electron/core/sync/meter';
import { tempFolder } from '../../../support/temp';
import { clockAt } from '../../../support/temp-archive';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const folder = tempFolder('keep');
let archive: Archive;
const read = () => readKeep({ archive, folder, clock: clockAt(NOW), meter: createSyncMeter() });
const find = (rows: readonly KeepRow[], dataset: DatasetId, variant = '', instrument = ''): KeepRow => {
  const row = rows.find(
    (each) => each.dataset === dataset && each.variant === variant && each.instrument === instrument,
  );
  if (row === undefined) throw new Error(`no row of ${dataset} ${variant} ${instrument}`);
  return row;
};
const instrument = (serial: string, type: string, feature: readonly string[] = []) => ({
  serial,
  data: { serialNumber: serial, type, model: 'CR:900', feature },
});

beforeEach(() => {
  archive = openArchive(path.join(folder, `${String(Math.random())}.db`), clockAt(NOW));
  archive.instruments.replace(
    [instrument('QT1', 'Noise', ['SIC']), instrument('QT2', 'Noise'), instrument('VM1', 'Vibration')],
    NOW,
  );
});
afterEach(() => archive.close());

describe('what is kept', () => {
  it('is told of every dataset and variant that has a span, for each instrument and for all', async () => {
    const { rows, all, archiveBytes, freeBytes } = await read();
    const variants = datasets.filter(({ kind }) => kind !== 'snapshot').flatMap((one) => one.variants);
    expect([all.length, rows.length]).toEqual([variants.length, 3 * variants.length]);
    expect([...new Set(rows.map((row) => row.instrument))]).toEqual(['QT1', 'QT2', 'VM1']);
    expect(archiveBytes).toBeGreaterThan(0);
    expect(freeBytes).toBeGreaterThan(0);
  });

  it('says why something is not asked of an instrument, and of all when it is so of all', async () => {
    const row = { dataset: 'events', instrument: 'QT1', params: '', from: 0, to: NOW } as const;
    archive.coverage.put({
      ...row,
      state: 'forbidden',
      askedAt: NOW,
      asks: 1,
      why: undefined,
      reason: 'No.',
    });
    const { rows, all } = await read();
    const skipped = (dataset: DatasetId, variant: string, serial: string) =>
      find(rows, dataset, variant, serial).skipped;
    expect([skipped('sic', '', 'QT1'), skipped('sic', '', 'QT2'), skipped('sic', '', 'VM1')]).toEqual([
      undefined,
      'feature',
      'type',
    ]);
    expect([
      skipped('eventhistory', '', 'QT2'),
      skipped('ppv', '', 'QT1'),
      skipped('ppv', '', 'VM1'),
    ]).toEqual(['scope', 'type', undefined]);
    expect([find(all, 'gases').skipped, find(all, 'sic').skipped, find(all, 'events').skipped]).toEqual([
      'type',
      undefined,
      'scope',
    ]);
    expect([find(rows, 'gases', '', 'QT1').diskBytes, find(all, 'gases').diskBytes]).toEqual([0, 0]);
  });

  it('is a choice for one, for all, or the default, and what it will take is added up for the rest', async () => {
    archive.keep.put([
      { instrument: '', dataset: 'timehistory', variant: '100ms', days: 10 },
      { instrument: 'QT1', dataset: 'timehistory', variant: '100ms', days: 0 },
    ]);
    const { rows, all } = await read();
    const fine = find(rows, 'timehistory', '100ms', 'QT2');
    expect(fine).toMatchObject({
      days: 10,
      from: 'all',
      measured: false,
      title: 'Noise time history, 100 ms',
    });
    expect(fine.diskBytes).toBe(10 * fine.diskBytesPerDay);
    expect(fine.diskBytesPerDay).toBeGreaterThan(3 * 864_000);
    expect(find(rows, 'timehistory', '100ms', 'QT1')).toMatchObject({
      days: 0,
      from: 'instrument',
      diskBytes: 0,
    });
    // QT1 has a choice of its own, and VM1 has no levels.
    expect(find(all, 'timehistory', '100ms')).toMatchObject({ ...fine, instrument: '' });
    const second = find(rows, 'timehistory', '1s', 'QT1');
    expect(second).toMatchObject({ days: 31, from: 'default' });
    expect(find(all, 'timehistory', '1s').diskBytesPerDay).toBe(2 * second.diskBytesPerDay);
    expect(find(all, 'calibrations')).toMatchObject({ days: 365, from: 'default' });
  });

  it('takes on disk what it has taken so far, where something is held', async () => {
    const from = NOW - 4 * DAY_MS;
    const ledger = (dataset: DatasetId, params: string) =>
      archive.coverage.put({
        ...{ dataset, instrument: 'QT1', params, from, to: NOW, state: 'settled', askedAt: NOW },
        asks: 1,
        why: undefined,
      });
    const values = Float64Array.from({ length: (4 * DAY_MS) / 1_000 }, (_, i) => 40 + (i % 200) / 10);
    archive.series.write('timehistory', 'QT1', [{ channel: 'LAeq', stepMs: 1_000, start: from, values }]);
    ledger('timehistory', '1s');
    const data = { level: 65, note: 'x'.repeat(1_000) };
    const events = Array.from({ length: 8 }, (_, i) => ({
      key: String(i),
      time: from + i,
      until: undefined,
      data,
    }));
    archive.records.upsert('events', 'QT1', events, NOW);
    ledger('events', '');
    const { rows } = await read();
    const bytes = archive.series.channels('timehistory', 'QT1')[0]?.bytes ?? 0;
    const levels = find(rows, 'timehistory', '1s', 'QT1');
    expect(levels.measured).toBe(true);
    expect(Math.abs(levels.diskBytesPerDay - bytes / 4)).toBeLessThan(2);
    // What another instrument takes is the best guess for one that has nothing yet.
    expect(find(rows, 'timehistory', '1s', 'QT2')).toMatchObject({
      measured: true,
      diskBytesPerDay: levels.diskBytesPerDay,
    });
    const { diskBytesPerDay, measured } = find(rows, 'events', '', 'QT1');
    expect(measured).toBe(true);
    expect(diskBytesPerDay).toBeGreaterThan(2_000);
    expect(diskBytesPerDay).toBeLessThan(4_000);
    expect(find(rows, 'recordings', '', 'QT1').measured).toBe(false);
  });
});
