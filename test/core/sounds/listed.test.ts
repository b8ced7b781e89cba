/** Sounds after a sync over HTTP: every one that either list names, once. */
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/core/clock';
import type { SoundRow } from '../../../electron/core/db/sound-store';
import { createLevelReader } from '../../../electron/core/sounds/levels';
import { createWorld } from '../../../electron/demo/world/create-world';
import { tempFolder } from '../../support/temp';
import { startHarness, type Harness } from '../sync/harness';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const DAY_MS = 86_400_000;
const folder = tempFolder('sounds-listed');
const world = createWorld({ seed: 3, epochMs: NOW });
const span = { from: NOW - 3 * DAY_MS, to: NOW };
let h: Harness;
afterEach(() => h.close());

const heard = () => {
  const instruments = world.instruments();
  const recordings = instruments.flatMap(({ serial }) => world.recordings(serial, span.from, span.to, NOW));
  const events = instruments
    .flatMap(({ serial }) => world.events(serial, span.from, span.to, NOW))
    .filter(({ audioId }) => audioId !== undefined);
  return { recordings, events };
};
const all = (): readonly SoundRow[] => [...h.archive.sounds.pages({})].flat();
const sync = async (dataset: 'recordings' | 'events') =>
  expect(await h.sync({ span, datasets: ['instruments', dataset] })).toMatchObject({
    state: 'done',
    issues: [],
  });

/** Each recording and each event's audio in exactly one sound, and those of one moment in the same. */
function expectEachOnce(): void {
  const { recordings, events } = heard();
  const rows = all();
  expect(rows.flatMap(({ recording }) => recording ?? []).sort()).toEqual(
    recordings.map(({ id }) => id).sort(),
  );
  expect(rows.flatMap(({ eventAudio }) => eventAudio ?? []).sort()).toEqual(
    events.flatMap(({ audioId }) => audioId ?? []).sort(),
  );
  const byRecording = new Map(rows.map((row) => [row.recording, row]));
  const together = recordings.flatMap(({ id, serial, start }) => {
    const event = events.find((each) => each.serial === serial && (each.audioStart ?? each.start) === start);
    return event === undefined ? [] : [[byRecording.get(id)?.eventAudio, event.audioId]];
  });
  expect(together.length).toBeGreaterThan(20);
  for (const [found, wanted] of together) expect(found).toBe(wanted);
}

describe('sounds of the demo account', () => {
  it.each([
    ['recordings', 'events'],
    ['events', 'recordings'],
  ] as const)(
    'are there once when %s come first, called as those call them',
    async (first, second) => {
      h = await startHarness({ world, folder, now: NOW });
      await sync(first);
      const names = all().map(({ id }) => id);
      await sync(second);
      expectEachOnce();
      const after = new Set(all().map(({ id }) => id));
      for (const name of names) expect(after.has(name)).toBe(true);
    },
    60_000,
  );

  it('are the same after another sync, and have the levels of their seconds', async () => {
    h = await startHarness({ world, folder, now: NOW });
    await h.sync({ span, datasets: ['instruments', 'recordings', 'events'] });
    expectEachOnce();
    const instruments = [...new Set(all().map(({ instrument }) => instrument))].slice(0, 2);
    await h.sync({ span, instruments, datasets: ['timehistory'] });
    const before = all();
    await h.sync({ span, datasets: ['recordings', 'events'] });
    expect(all().map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    const reader = createLevelReader({ ...h, clock: systemClock, announce: () => undefined });
    await reader.caughtUp(60_000);
    await reader.close();
    const known = all().filter(({ levels }) => levels?.LAFMax !== undefined);
    expect(new Set(known.map(({ instrument }) => instrument))).toEqual(new Set(instruments));
    for (const { instrument, from, to, levels } of known.slice(0, 50)) {
      const seconds = { from: Math.floor(from / 1_000) * 1_000, to: Math.ceil(to / 1_000) * 1_000 };
      const held = h.archive.series.read('timehistory', instrument, 'LAFMax', 1_000, seconds);
      expect(levels?.LAFMax).toBe(Math.max(...held.filter((value) => !Number.isNaN(value))));
    }
  }, 120_000);
});
