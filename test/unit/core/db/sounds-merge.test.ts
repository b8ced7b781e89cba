/** One sound of two lists, in whatever order they come. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Archive, StoredRecord } from '../../../../electron/core/db/archive';
import type { SoundRow } from '../../../../electron/core/db/sound-store';
import { withArchive } from '../../../support/temp-archive';

interface Named {
  readonly list: 'recordings' | 'events';
  readonly id: string;
  readonly instrument: string;
  readonly from: number;
}
const T0 = Date.UTC(2026, 2, 2, 10);
const iso = (time: number) => new Date(time).toISOString();

const recording = (id: string, from: number, more: object = {}): StoredRecord => ({
  ...{ key: id, time: from, until: from + 9_000 },
  data: { id, triggerName: 'Night', ...more },
});
const event = (audioId: string | null, from: number, more: object = {}): StoredRecord => ({
  ...{ key: `event of ${String(audioId)}`, time: from + 1_000, until: from + 8_000 },
  data: { audioId, audioTime: iso(from), type: 'Noise', name: 'LAFMax', level: 71, ...more },
});
const put = (archive: Archive, { list, id, instrument, from }: Named) =>
  archive.records.upsert(
    list,
    instrument,
    [list === 'recordings' ? recording(id, from) : event(id, from)],
    1,
  );

const all = (archive: Archive): readonly SoundRow[] => archive.sounds.page({}, 'oldest', 0, 500).rows;
/** Who is one with whom, whatever it is called. */
const pairs = (rows: readonly SoundRow[]): readonly string[] =>
  rows.map(({ recording: a, eventAudio: b }) => `${a ?? '-'} ${b ?? '-'}`).sort();

/** Closest first, over all at once: what the store must come to step by step. */
function expectedPairs(named: readonly Named[]): readonly string[] {
  const recordings = named.filter(({ list }) => list === 'recordings');
  const events = named.filter(({ list }) => list === 'events');
  const away = (a: Named, b: Named) => (a.id === b.id ? -1 : Math.abs(a.from - b.from));
  const candidates = recordings
    .flatMap((a) => events.map((b) => ({ a, b })))
    .filter(({ a, b }) => a.id === b.id || (a.instrument === b.instrument && away(a, b) <= 2_000))
    .sort(
      (x, y) =>
        away(x.a, x.b) - away(y.a, y.b) ||
        x.a.from - y.a.from ||
        (x.a.id < y.a.id ? -1 : x.a.id > y.a.id ? 1 : 0) ||
        (x.b.id < y.b.id ? -1 : 1),
    );
  const taken = new Set<Named>();
  const found: string[] = [];
  for (const { a, b } of candidates) {
    if (taken.has(a) || taken.has(b)) continue;
    taken.add(a).add(b);
    found.push(`${a.id} ${b.id}`);
  }
  for (const one of named)
    if (!taken.has(one)) found.push(one.list === 'recordings' ? `${one.id} -` : `- ${one.id}`);
  return found.sort();
}

const world = fc
  .array(
    fc.record({
      list: fc.constantFrom('recordings' as const, 'events' as const),
      n: fc.integer({ min: 0, max: 9 }),
      instrument: fc.constantFrom('QT1', 'QT2'),
      from: fc.integer({ min: 0, max: 24 }).map((half) => T0 + half * 500),
      /** One id for a sound in both lists, now and then. */
      shared: fc.boolean(),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((items) => {
    const named = new Map<string, Named>();
    for (const { list, n, instrument, from, shared } of items) {
      const id = shared ? `S${instrument}${n}` : `${list[0] ?? ''}${instrument}${n}`;
      named.set(`${list} ${id}`, { list, id, instrument, from });
    }
    return [...named.values()];
  });
const orders = world.chain((named) =>
  fc.record({
    named: fc.constant(named),
    first: fc.shuffledSubarray(named, { minLength: named.length, maxLength: named.length }),
    again: fc.array(fc.constantFrom(...named), { maxLength: 10 }),
  }),
);

describe('sounds of two lists', () => {
  it('are the same whatever the order in which the lists come, and however often', () => {
    fc.assert(
      fc.property(orders, ({ named, first, again }) =>
        withArchive((archive) => {
          // One transaction, for speed.
          archive.transaction(() => {
            for (const one of [...first, ...again]) put(archive, one);
          });
          const rows = all(archive);
          expect(pairs(rows)).toEqual(expectedPairs(named));
          const ids = rows.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          for (const { id, recording: a, eventAudio: b } of rows) expect([a, b]).toContain(id);
        }),
      ),
      { numRuns: 100 },
    );
  });

  it('keep what is filed under their ids, whoever is found later to be the same', () => {
    fc.assert(
      fc.property(orders, ({ first, again }) =>
        withArchive((archive) => {
          const noted = new Map<string, string>();
          archive.transaction(() => {
            for (const one of [...first, ...again]) {
              put(archive, one);
              for (const { id } of all(archive)) {
                if (noted.has(id)) continue;
                noted.set(id, `note of ${id}`);
                archive.sounds.mark([{ id, tags: [], note: `note of ${id}` }], 1);
              }
            }
          });
          const ids = all(archive).map(({ id }) => id);
          const notes = [...archive.sounds.marks(ids).values()].map(({ note }) => note).join('\n');
          for (const note of noted.values()) expect(notes).toContain(note);
          // Whoever asks by an older name finds the sound all the same.
          for (const id of noted.keys()) expect(archive.sounds.many([id]).has(id)).toBe(true);
        }),
      ),
      { numRuns: 60 },
    );
  });

  it('are called as the list that named them first calls them, for good', () => {
    withArchive((archive) => {
      archive.records.upsert('events', 'QT1', [event('e', T0)], 1);
      expect(all(archive)).toMatchObject([{ id: 'e', from: T0, to: T0 + 8_000, recording: undefined }]);
      archive.records.upsert('recordings', 'QT1', [recording('r', T0 + 1_500)], 1);
      expect(all(archive)).toEqual([
        {
          ...{ id: 'e', instrument: 'QT1', from: T0 + 1_500, to: T0 + 10_500, recording: 'r' },
          ...{ eventAudio: 'e', trigger: 'Night', triggerFrom: undefined, triggerTo: undefined },
          ...{ eventType: 'Noise', eventName: 'LAFMax', eventLevel: 71, levels: undefined },
        },
      ]);
    });
  });

  it('need audio: an event without it is none, until its audio comes', () => {
    withArchive((archive) => {
      const { key } = event('e', T0);
      archive.records.upsert('events', 'QT1', [{ ...event(null, T0), key }], 1);
      expect(all(archive)).toEqual([]);
      archive.records.upsert('events', 'QT1', [{ ...event('e', T0), key }], 1);
      archive.records.upsert('events', 'QT1', [{ ...event(null, T0), key }], 1);
      expect(pairs(all(archive))).toEqual(['- e']);
    });
  });

  it('begin with the event where nothing says when its audio begins', () => {
    withArchive((archive) => {
      archive.records.upsert('events', 'QT1', [event('e', T0, { audioTime: null })], 1);
      expect(all(archive)).toMatchObject([{ from: T0 + 1_000 }]);
    });
  });

  it('follow what a list says anew', () => {
    withArchive((archive) => {
      put(archive, { list: 'events', id: 'e', instrument: 'QT1', from: T0 });
      put(archive, { list: 'recordings', id: 'r', instrument: 'QT1', from: T0 });
      archive.records.upsert('recordings', 'QT1', [recording('r', T0, { triggerName: 'Day' })], 2);
      expect(all(archive)).toMatchObject([{ id: 'e', recording: 'r', trigger: 'Day' }]);
      archive.records.upsert('recordings', 'QT1', [recording('r', T0 + 60_000)], 3);
      expect(all(archive)).toMatchObject([
        { id: 'e', eventAudio: 'e', recording: undefined, from: T0 },
        { id: 'r', recording: 'r', eventAudio: undefined, from: T0 + 60_000 },
      ]);
      archive.records.upsert('events', 'QT1', [{ ...event('f', T0), key: event('e', T0).key }], 4);
      expect(all(archive)).toMatchObject([{ id: 'e', eventAudio: 'f' }, { id: 'r' }]);
    });
  });

  it('are whole with their records, or neither is there', () => {
    withArchive((archive) => {
      const fails = () =>
        archive.transaction(() => {
          archive.records.upsert('recordings', 'QT1', [recording('r', T0)], 1);
          throw new Error('the power fails');
        });
      expect(fails).toThrow('the power fails');
      expect([all(archive), archive.sounds.sum({})]).toEqual([[], { count: 0, ms: 0 }]);
    });
  });

  it('keep the smaller serial when two instruments list one id', () => {
    for (const serials of [
      ['QT1', 'QT2'],
      ['QT2', 'QT1'],
    ])
      withArchive((archive) => {
        for (const instrument of serials) put(archive, { list: 'recordings', id: 'r', instrument, from: T0 });
        expect(all(archive)).toMatchObject([{ id: 'r', instrument: 'QT1' }]);
      });
  });
});
