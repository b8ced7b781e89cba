import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Events } from '../../../../electron/contract';
import { systemClock, type Clock } from '../../../../electron/core/clock';
import { openArchive } from '../../../../electron/core/db/open';
import { createLevelReader, levelsOf } from '../../../../electron/core/sounds/levels';
import { PATIENT } from '../../../support/patient';
import { keptLog } from '../../../support/quiet-log';
import { tempFolder } from '../../../support/temp';

const T0 = Date.UTC(2026, 2, 2, 10);
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

function reading(clock: Clock = systemClock) {
  const archive = openArchive(path.join(tempFolder('levels'), 'archive.db'), systemClock);
  const announced: Events['data-changed'][] = [];
  const log = keptLog();
  const reader = createLevelReader({
    archive,
    clock,
    log,
    announce: (change) => void announced.push(change),
  });
  closing.push(async () => {
    await reader.close();
    archive.close();
  });
  const list = (id: string, from: number, lengthMs: number, instrument = 'QT1') =>
    archive.records.upsert(
      'recordings',
      instrument,
      [{ key: id, time: from, until: from + lengthMs, data: {} }],
      1,
    );
  const hold = (channel: string, start: number, values: readonly number[], instrument = 'QT1') =>
    archive.series.write('timehistory', instrument, [
      { channel, stepMs: 1_000, start, values: Float64Array.from(values) },
    ]);
  const levels = (id: string) => archive.sounds.many([id]).get(id)?.levels;
  return { archive, reader, announced, log, list, hold, levels };
}

describe('the levels of a sound', () => {
  it('are the energy mean and the greatest of its seconds', () => {
    const levels = levelsOf(Float64Array.of(60, 60, 70, NaN), Float64Array.of(61, 75.5, 71, NaN));
    expect(levels?.LAeq).toBeCloseTo(10 * Math.log10((2 * 1e6 + 1e7) / 3), 9);
    expect(levels?.LAFMax).toBe(75.5);
  });

  it('are not known from under half of its seconds', () => {
    expect(levelsOf(Float64Array.of(60, NaN, NaN), Float64Array.of(60, 61, NaN))).toEqual({
      LAeq: undefined,
      LAFMax: 61,
    });
    expect(levelsOf(Float64Array.of(NaN, NaN), Float64Array.of())).toBeUndefined();
  });
});

describe('reading levels in the background', () => {
  it('reads those of every sound whose time is held, and tells of it once', async () => {
    const { archive, reader, announced, list, hold, levels } = reading();
    list('held', T0 + 500, 3_000);
    list('half', T0 + 8_000, 4_000);
    list('elsewhere', T0 + 500, 3_000, 'QT2');
    list('no end', T0 + 1_000, 0);
    hold('LAeq', T0, [50, 50, 50, 50, 50, 50, 50, 50, 50, 50]);
    hold('LAFMax', T0, [51, 52, 53, 58, 55, 56, 57, 80, 60, 70]);
    await reader.caughtUp(10_000);
    expect(levels('held')).toEqual({ LAeq: 50, LAFMax: 58 });
    expect(levels('half')).toEqual({ LAeq: 50, LAFMax: 70 });
    expect(levels('no end')).toEqual({ LAeq: 50, LAFMax: 52 });
    expect(levels('elsewhere')).toBeUndefined();
    expect(archive.sounds.withoutLevels(10)).toEqual([]);
    expect(announced).toEqual([{ tables: ['marks'], instruments: ['QT1'] }]);
  });

  it('reads them again when more time history of their time came, and only those', async () => {
    const { archive, reader, announced, list, hold, levels } = reading();
    list('first', T0, 3_000);
    list('later', T0 + 60_000, 3_000);
    await reader.caughtUp(10_000);
    expect([levels('first'), announced]).toEqual([undefined, []]);
    hold('LAFMax', T0 - 5_000, [60, 60, 60, 60, 60, 61, 62, 63]);
    expect(archive.sounds.withoutLevels(10).map(({ id }) => id)).toEqual(['first']);
    await reader.caughtUp(10_000);
    expect(levels('first')).toEqual({ LAeq: undefined, LAFMax: 63 });
    hold('LAFMax', T0, [NaN, 70]);
    await reader.caughtUp(10_000);
    expect(levels('first')).toEqual({ LAeq: undefined, LAFMax: 70 });
  });

  it('reads those of a sound anew whose time was told anew, and keeps them otherwise', async () => {
    const { archive, reader, list, hold, levels } = reading();
    list('a', T0, 2_000);
    hold('LAeq', T0, [50, 50, 60, 60]);
    await reader.caughtUp(10_000);
    archive.records.upsert(
      'recordings',
      'QT1',
      [{ key: 'a', time: T0, until: T0 + 2_000, data: { triggerName: 'New' } }],
      2,
    );
    expect([levels('a'), archive.sounds.withoutLevels(1)]).toEqual([{ LAeq: 50, LAFMax: undefined }, []]);
    list('a', T0 + 2_000, 2_000);
    await reader.caughtUp(10_000);
    expect(levels('a')?.LAeq).toBe(60);
  });

  it('begins by itself a while after a hint, and takes what comes meanwhile together', async () => {
    const waits: { ms: number; go: () => void }[] = [];
    const clock: Clock = {
      ...systemClock,
      sleep: (ms) => new Promise((go) => void waits.push({ ms, go })),
    };
    const { archive, reader, list, hold, levels } = reading(clock);
    list('a', T0, 2_000);
    reader.hint();
    hold('LAeq', T0, [50, 50]);
    reader.hint();
    expect([waits.length, archive.sounds.withoutLevels(9).length]).toEqual([1, 1]);
    await vi.waitFor(() => {
      for (const { go } of waits.splice(0)) go();
      expect([levels('a')?.LAeq, archive.sounds.withoutLevels(9).length]).toEqual([50, 0]);
    }, PATIENT);
    for (const { go } of waits.splice(0)) go();
  });

  it('reads many thousands of sounds, a few at a time', async () => {
    const { archive, reader, hold } = reading();
    const rows = Array.from({ length: 5_000 }, (_, n) => ({
      ...{ key: `r${n}`, time: T0 + n * 10_000, until: T0 + n * 10_000 + 5_000, data: {} },
    }));
    archive.records.upsert('recordings', 'QT1', rows, 1);
    for (let at = 0; at < 50_000; at += 10_000) hold('LAeq', T0 + at * 1_000, Array(10_000).fill(55));
    await reader.caughtUp(60_000);
    const found = archive.sounds.page({}, 'oldest', 4_000, 500).rows;
    expect(found.every(({ levels }) => levels?.LAeq === 55)).toBe(true);
  });

  it('goes on without a word when it is closed in the middle', async () => {
    const { reader, list, log, announced } = reading();
    for (let n = 0; n < 300; n++) list(`r${n}`, T0 + n * 86_400_000, 1_000);
    const caught = reader.caughtUp(10_000);
    await reader.close();
    await caught;
    await reader.caughtUp(10_000);
    expect([log.lines, announced]).toEqual([[], []]);
  });
});
