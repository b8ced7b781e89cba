import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorld } from '../../../electron/demo/world/create-world';

const SECOND = 1_000;
const DAY = 86_400_000;
const epochMs = Date.UTC(2026, 5, 16, 13, 20);
const world = createWorld({ seed: 7, epochMs });
const now = epochMs;
const audio = world.instruments().filter((one) => one.addons.includes('Audio'));

describe('recordings', () => {
  it('are five to thirty a day at every instrument with the audio add-on, and none elsewhere', () => {
    for (const { serial } of audio) {
      const counts = Array.from({ length: 28 }, (_, i) => {
        const from = now - (40 - i) * DAY;
        return world.recordings(serial, from, from + DAY, now).length;
      });
      expect(Math.max(...counts)).toBeLessThanOrEqual(30);
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(5);
    }
    for (const { serial, addons } of world.instruments())
      if (addons.length === 0) expect(world.recordings(serial, now - DAY, now, now)).toEqual([]);
  });

  it('begin a second before a peak over their threshold and end five after it', () => {
    for (const { serial } of audio) {
      const found = world.recordings(serial, now - 38 * DAY, now - 24 * DAY, now);
      const thresholds = new Map(
        world.events(serial, now - 39 * DAY, now - 24 * DAY, now).map((one) => [one.start, one.level]),
      );
      for (const one of found) {
        const threshold = thresholds.get(one.triggerStart) ?? Infinity;
        const max = (from: number, to: number) =>
          world.levels(serial, 'LAFMax', SECOND, from, to, now).values.reduce((a, b) => Math.max(a, b));
        expect(max(one.triggerStart, one.triggerStart + SECOND)).toBeGreaterThan(threshold);
        expect(max(one.triggerEnd - SECOND, one.triggerEnd)).toBeGreaterThan(threshold);
        expect(one.triggerStart - one.start).toBe(SECOND);
        expect(one.end - one.triggerEnd).toBeGreaterThanOrEqual(5 * SECOND);
        expect(one.end - one.start).toBeGreaterThanOrEqual(10 * SECOND);
        expect(one.end - one.start).toBeLessThanOrEqual(30 * SECOND);
        expect(world.levels(serial, 'LAeq', SECOND, one.start, one.end, now).values.some(Number.isNaN)).toBe(
          false,
        );
      }
    }
  });

  it('can be told back from their id, and only from an id that was given out', () => {
    const { serial } = audio[1] ?? { serial: '' };
    const all = world.recordings(serial, now - 10 * DAY, now, now);
    for (const one of all) expect(world.recording(one.id, now)).toEqual(one);
    const [first] = all;
    if (first === undefined) throw new Error('no recordings');
    expect(world.recording(first.id, first.end - 1)).toBeUndefined();
    expect(world.eventByAudioId(first.id, now)).toBeUndefined();
    expect(createWorld({ seed: 8, epochMs }).recording(first.id, now)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => world.recording(text, now) === undefined));
    fc.assert(
      fc.property(fc.nat(first.id.length - 1), fc.constantFrom('A', 'x', '7'), (at, letter) => {
        const bent = first.id.slice(0, at) + letter + first.id.slice(at + 1);
        expect(bent === first.id || world.recording(bent, now) === undefined).toBe(true);
      }),
    );
  });

  it('once listed stay listed as time goes by', () => {
    const { serial } = audio[0] ?? { serial: '' };
    let before: readonly string[] = [];
    for (let at = now - 2 * DAY; at < now; at += 1_000_000) {
      const ids = world.recordings(serial, now - 3 * DAY, now, at).map((one) => one.id);
      expect(ids.slice(0, before.length)).toEqual(before);
      before = ids;
    }
    expect(before.length).toBeGreaterThan(10);
  });
});

describe('events', () => {
  it('say what the levels say, and share their sound with a recording', () => {
    const { serial } = audio[0] ?? { serial: '' };
    const events = world.events(serial, now - 9 * DAY, now, now);
    const recordings = world.recordings(serial, now - 9 * DAY - DAY, now, now);
    expect(events.length).toBeGreaterThan(30);
    for (const one of events) {
      expect(one.overall).toHaveLength(6);
      const maximum = world
        .levels(serial, 'LAFMax', SECOND, one.start, one.end, now)
        .values.reduce((a, b) => Math.max(a, b));
      expect(one.overall[4]).toBe(maximum);
      expect(maximum).toBeGreaterThan(one.level);
      expect(world.eventByTimeHistoryId(one.timeHistoryId, now)).toEqual(one);
      expect(world.eventByAudioId(one.audioId ?? '', now)).toEqual(one);
      expect(recordings.some((recording) => recording.start === one.audioStart)).toBe(true);
    }
  });

  it('are found without audio too, but then name none', () => {
    const { serial } = world.instruments().find((one) => one.type === 'Noise' && one.addons.length === 0) ?? {
      serial: '',
    };
    const events = world.events(serial, now - 5 * DAY, now, now);
    expect(events.length).toBeGreaterThan(5);
    for (const one of events) expect([one.audioId, one.audioStart]).toEqual([undefined, undefined]);
  });
});
