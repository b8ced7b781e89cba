import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createPace } from '../../../electron/core/export/table-pace';
import { listFleet } from '../../../electron/core/queries/fleet';
import { createFakeWorld } from '../../support/fake-world';
import { tempFolder } from '../../support/temp';
import { startHarness } from './harness';
import { differences } from './oracle';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const HOUR = 3_600_000;
const world = createFakeWorld();

test('a damaged day is missing until the next sync brings it again', async () => {
  const h = await startHarness({ world, folder: tempFolder('damage'), now: NOW });
  try {
    const span = { from: NOW - 6 * HOUR, to: NOW - HOUR };
    await h.sync({ span, instruments: ['QT100001'], datasets: ['timehistory'] });
    const held = h.archive.series.read('timehistory', 'QT100001', 'LAeq', 1_000, span);
    expect(held.every(Number.isNaN)).toBe(false);
    const other = new Database(h.file);
    other.exec('UPDATE block SET crc = crc + 1');
    other.close();
    expect(await listFleet(h.archive, createPace(new AbortController().signal))).toHaveLength(5);
    const levels = h.archive.series.read('timehistory', 'QT100001', 'LAeq', 1_000, span);
    expect(levels.every(Number.isNaN)).toBe(true);
    const job = await h.sync({ span });
    expect([job.state, job.issues]).toEqual(['done', []]);
    for (const serial of ['QT100001', 'QT100002'])
      expect([serial, differences(h, world, serial, span)]).toEqual([serial, []]);
  } finally {
    await h.close();
  }
});

test('a damaged day that a sync meets itself costs nothing but its own samples, which the next one brings', async () => {
  const h = await startHarness({ world, folder: tempFolder('damage'), now: NOW });
  try {
    await h.sync({
      ...{ span: { from: NOW - 6 * HOUR, to: NOW - 3 * HOUR } },
      ...{ instruments: ['QT100001'], datasets: ['timehistory'] },
    });
    const other = new Database(h.file);
    other.exec('UPDATE block SET crc = crc + 1');
    other.close();
    const span = { from: NOW - 6 * HOUR, to: NOW - HOUR };
    const job = await h.sync({ span });
    expect([job.state, job.issues]).toEqual(['done', []]);
    expect(differences(h, world, 'QT100002', span)).toEqual([]);
    await h.sync({ span });
    expect(differences(h, world, 'QT100001', span)).toEqual([]);
  } finally {
    await h.close();
  }
});
