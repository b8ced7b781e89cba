import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlaceColumn } from '../../../../electron/contract/places';
import type { Archive, StoredRecord } from '../../../../electron/core/db/archive';
import { createPace } from '../../../../electron/core/export/table-pace';
import { createEventIndex } from '../../../../electron/core/queries/events-index';
import { eventPlaces, soundPlaces } from '../../../../electron/core/queries/places';
import { withArchiveDuring } from '../../../support/async-archive';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const FROM = Date.parse('2026-03-02T00:00:00Z');
const SERIAL = 'QT1';
const span = { from: FROM, to: FROM + 60 * DAY };
const account = { id: 'demo' };

interface Made {
  /** Minutes after the beginning. */
  readonly at: number;
  readonly level: number | undefined;
}
const some = (at: fc.Arbitrary<number>, constraints: fc.ArrayConstraints): fc.Arbitrary<readonly Made[]> =>
  fc.array(
    fc.record({ at, level: fc.option(fc.integer({ min: 40, max: 99 }), { nil: undefined }) }),
    constraints,
  );
const LAST = 60 * 1_440 - 1;
/** More within the span than are told each by itself, and a few around its edges. */
const made: fc.Arbitrary<readonly Made[]> = fc
  .tuple(
    some(fc.integer({ min: 0, max: LAST }), { minLength: 201, maxLength: 400 }),
    some(fc.oneof(fc.integer({ min: -30, max: 30 }), fc.integer({ min: LAST - 30, max: LAST + 31 })), {
      maxLength: 20,
    }),
  )
  .map((parts) => parts.flat());
const event = ({ at, level }: Made, n: number): StoredRecord => ({
  ...{ key: `k${n}`, time: FROM + at * MINUTE, until: FROM + at * MINUTE + 20_000 },
  data: { type: 'Noise', name: 'LAeq', level: level ?? null },
});
const sound = ({ at }: Made, n: number): StoredRecord => ({
  ...{ key: `r${n}`, time: FROM + at * MINUTE, until: FROM + at * MINUTE + 9_000 },
  data: { triggerName: 'Site limit' },
});
const eventsOf = (archive: Archive, columns = 100) =>
  eventPlaces(
    {
      ...{ archive, index: createEventIndex(() => undefined) },
      pace: createPace(new AbortController().signal),
    },
    { instrument: SERIAL, span, columns },
  );
const soundsOf = (archive: Archive, columns = 100) =>
  soundPlaces({ account, archive }, { instrument: SERIAL, span, columns });

/** What a look at each one gives. */
function lookedAt(
  all: readonly Made[],
  columns: number,
  lengthMs: number,
): readonly Omit<PlaceColumn, 'only'>[] {
  const columnMs = Math.ceil((span.to - span.from) / columns);
  const found = new Map<number, Made[]>();
  const within = all.filter(({ at }) => at >= 0 && at <= LAST).sort((a, b) => a.at - b.at);
  for (const one of within) {
    const index = Math.floor((one.at * MINUTE) / columnMs);
    found.set(index, [...(found.get(index) ?? []), one]);
  }
  return [...found.values()].map((ones) => {
    const levels = ones.flatMap(({ level }) => level ?? []);
    const times = ones.map(({ at }) => FROM + at * MINUTE);
    return {
      ...{ from: Math.min(...times), to: Math.max(...times) + lengthMs, count: ones.length, here: 0 },
      loudest: levels.length === 0 ? undefined : Math.max(...levels),
    };
  });
}
const withoutNames = (columns: readonly PlaceColumn[] | undefined) =>
  columns?.map(({ from, to, count, here, loudest }) => ({ from, to, count, here, loudest }));

test('of too many, each column says how many begin in it, and how loud they are', async () => {
  await fc.assert(
    fc.asyncProperty(made, fc.integer({ min: 10, max: 900 }), async (all, columns) => {
      await withArchiveDuring(async (archive) => {
        archive.records.upsert('events', SERIAL, all.map(event), FROM);
        archive.records.upsert('events', 'QT2', all.map(event), FROM);
        archive.records.upsert('recordings', SERIAL, all.map(sound), FROM);
        const events = await eventsOf(archive, columns);
        const sounds = await soundsOf(archive, columns);
        expect(withoutNames(events.columns)).toEqual(lookedAt(all, columns, 20_000));
        const silent = all.map(({ at }) => ({ at, level: undefined }));
        expect(withoutNames(sounds.columns)).toEqual(lookedAt(silent, columns, 9_000));
        for (const { only, from, count } of [...(events.columns ?? []), ...(sounds.columns ?? [])])
          expect(only !== undefined, String(from)).toBe(count === 1);
      });
    }),
    { numRuns: 3, endOnFailure: true },
  );
});

test('the one that lies alone in its column is named, and so is what opens it', async () => {
  await withArchiveDuring(async (archive) => {
    const all = Array.from({ length: 300 }, (_, n) => ({ at: n === 0 ? 10 : 2_880 + n, level: 70 }));
    archive.records.upsert('events', SERIAL, all.map(event), FROM);
    archive.records.upsert('recordings', SERIAL, all.map(sound), FROM);
    expect((await eventsOf(archive)).columns?.[0]).toMatchObject({
      ...{ count: 1, loudest: 70, only: { key: 'k0', what: 'Noise' } },
    });
    archive.sounds.putLevels('r0', { LAeq: 50, LAFMax: 66.5 });
    expect((await soundsOf(archive)).columns?.[0]).toMatchObject({
      ...{ count: 1, loudest: 66.5, only: { key: 'r0', what: 'Site limit' } },
    });
  });
});

test('a few are told each by itself', async () => {
  await withArchiveDuring(async (archive) => {
    const all = Array.from({ length: 3 }, (_, n) => ({ at: n, level: 70 }));
    archive.records.upsert('events', SERIAL, all.map(event), FROM);
    archive.records.upsert('recordings', SERIAL, all.map(sound), FROM);
    expect((await eventsOf(archive)).each?.map(({ key }) => key)).toEqual(['k2', 'k1', 'k0']);
    expect((await soundsOf(archive)).each?.map(({ id }) => id)).toEqual(['r2', 'r1', 'r0']);
  });
});
