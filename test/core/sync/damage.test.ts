import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { listFleet } from '../../../electron/core/queries/fleet';
import { createFakeWorld } from '../../support/fake-world';
import { tempFolder } from '../../support/temp';
import { startHarness } from './harness';
import { differences } from './oracle';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const HOUR = 3_600_000;
const world = createFakeWorld();

test('a damaged day ends its own step with a name, and everything else is brought', async () => {
  const h = await startHarness({ world, folder: tempFolder('damage'), now: NOW });
  try {
    const early = { from: NOW - 6 * HOUR, to: NOW - 3 * HOUR };
    await h.sync({ span: early, instruments: ['QT100001'], datasets: ['timehistory'] });
    const other = new Database(h.file);
    other.exec('UPDATE block SET crc = crc + 1');
    other.close();
    expect(listFleet(h.archive)).toHaveLength(5);
    const job = await h.sync({ span: { from: NOW - 6 * HOUR, to: NOW - HOUR } });
    expect(job.state).toBe('done');
    expect(job.issues.map(({ instrument, dataset, error }) => [instrument, dataset, error.kind])).toEqual([
      ['QT100001', 'timehistory', 'corrupt'],
    ]);
    expect(differences(h, world, 'QT100002', { from: NOW - 6 * HOUR, to: NOW - HOUR })).toEqual([]);
  } finally {
    await h.close();
  }
});
