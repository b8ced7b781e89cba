/** Finding sounds: filters, pages, places, sums and facets against a plain reading of the same rows. */
import { Temporal } from 'temporal-polyfill';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SoundFilter } from '../../../../electron/contract/sounds';
import type { Archive } from '../../../../electron/core/db/archive';
import type { AudioFile } from '../../../../electron/core/db/audio-store';
import type { SoundRow } from '../../../../electron/core/db/sound-store';
import { openArchive } from '../../../../electron/core/db/open';
import { tempFolder } from '../../../support/temp';
import { clockAt, withArchive } from '../../../support/temp-archive';

const HOUR = 3_600_000;
/** Two nights with a change of clocks in London, and one on Lord Howe, which changes by half an hour. */
const T0 = Date.UTC(2026, 9, 24, 20);
const ZONES = ['Europe/London', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC', 'America/St_Johns'];
const TRIGGERS = ['Night', 'Day', "it's", '日本'];
const TAGS = ['traffic', 'plant', 'plant-2', 'voices'];
const COUNT = 400;

interface Known {
  readonly row: SoundRow;
  readonly isLocal: boolean;
  readonly tags: readonly string[];
}
const file = (recording: string, more: Partial<AudioFile> = {}): AudioFile => ({
  ...{ recording, format: 'FLAC', path: `${recording}.flac`, sizeBytes: 1_000, sha256: 'ff' },
  ...{ durationMs: 500, sampleRate: 48_000, bitsPerSample: 16, fetchedAt: 1, ...more },
});

let archive: Archive;
let known: readonly Known[] = [];

/** A new archive of sounds of three instruments, twenty-one minutes apart, some at the same moment. */
beforeAll(() => {
  archive = openArchive(`${tempFolder('sounds')}/archive.db`, clockAt(0));
  for (let n = 0; n < COUNT; n++) {
    const from = T0 + Math.floor(n / 2) * 21 * 60_000 + (n % 7 === 0 ? 250 : 0);
    const instrument = `QT${n % 3}`;
    const isEvent = n % 4 === 1;
    if (isEvent)
      archive.records.upsert(
        'events',
        instrument,
        [
          {
            key: `e${n}`,
            time: from,
            until: from + 5_000,
            data: { audioId: `e${n}`, type: n % 8 === 1 ? 'Noise' : 'Vibration' },
          },
        ],
        1,
      );
    else
      archive.records.upsert(
        'recordings',
        instrument,
        [
          {
            key: `r${n}`,
            time: from,
            until: from + 1_000 * (n % 30),
            data: { triggerName: TRIGGERS[n % 5] },
          },
        ],
        1,
      );
    const id = isEvent ? `e${n}` : `r${n}`;
    if (n % 3 === 0) archive.sounds.putLevels(id, { LAeq: 40, LAFMax: 40 + (n % 50) });
    if (n % 5 === 0) archive.audio.put(file(id));
    if (n % 6 === 0)
      archive.sounds.mark([{ id, tags: [TAGS[n % 4] ?? '', ...(n % 12 === 0 ? ['voices'] : [])] }], 1);
  }
  known = [...archive.sounds.pages({})].flat().map((row) => ({
    row,
    isLocal: archive.audio.get(row.id) !== undefined,
    tags: archive.sounds.marks([row.id]).get(row.id)?.tags ?? [],
  }));
});
afterAll(() => archive.close());

const minuteOf = (time: number, zone: string): number => {
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone);
  return hour * 60 + minute;
};
/** The filter as its words say it. */
function matches({ row, isLocal, tags }: Known, filter: SoundFilter): boolean {
  const { timeOfDay: at, levelFrom, levelTo } = filter;
  const minute = at && minuteOf(row.from, at.zone);
  const max = row.levels?.LAFMax;
  const names = [row.id, row.recording, row.eventAudio];
  return (
    (filter.instruments?.includes(row.instrument) ?? true) &&
    (filter.ids?.some((id) => names.includes(id)) ?? true) &&
    row.from >= (filter.from ?? -Infinity) &&
    row.from < (filter.to ?? Infinity) &&
    (minute === undefined ||
      (at !== undefined && at.to > at.from
        ? minute >= at.from && minute < at.to
        : minute >= (at?.from ?? 0) || minute < (at?.to ?? 0))) &&
    (filter.triggers === undefined || (row.trigger !== undefined && filter.triggers.includes(row.trigger))) &&
    (filter.eventTypes === undefined ||
      (row.eventType !== undefined && filter.eventTypes.includes(row.eventType))) &&
    (levelFrom === undefined || (max !== undefined && max >= levelFrom)) &&
    (levelTo === undefined || (max !== undefined && max <= levelTo)) &&
    (filter.downloaded === undefined || filter.downloaded === isLocal) &&
    (filter.tags === undefined || filter.tags.some((tag) => tags.includes(tag))) &&
    (filter.tagged === undefined || filter.tagged === tags.length > 0)
  );
}

const time = fc.integer({ min: -10, max: 90 }).map((hours) => T0 + hours * HOUR);
const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 });
const ids = Array.from({ length: COUNT }, (_, n) => `${n % 4 === 1 ? 'e' : 'r'}${n}`);
const filters: fc.Arbitrary<SoundFilter> = fc.record(
  {
    instruments: some(['QT0', 'QT1', 'QT2', 'QT9']),
    ids: fc.uniqueArray(fc.constantFrom(...ids, 'unknown'), { maxLength: 60 }),
    from: time,
    to: time,
    timeOfDay: fc.record({
      from: fc.integer({ min: 0, max: 1_439 }),
      to: fc.integer({ min: 0, max: 1_440 }),
      zone: fc.constantFrom(...ZONES),
    }),
    triggers: some(TRIGGERS),
    eventTypes: some(['Noise', 'Vibration']),
    levelFrom: fc.integer({ min: 40, max: 90 }),
    levelTo: fc.integer({ min: 40, max: 90 }),
    downloaded: fc.boolean(),
    tags: some(TAGS),
    tagged: fc.boolean(),
  },
  { requiredKeys: [] },
);
/** Few conditions at once, so that something is left. */
const filter = fc
  .tuple(
    filters,
    fc.subarray(
      Object.keys({
        instruments: 1,
        ids: 1,
        from: 1,
        to: 1,
        timeOfDay: 1,
        triggers: 1,
        eventTypes: 1,
        levelFrom: 1,
        levelTo: 1,
        downloaded: 1,
        tags: 1,
        tagged: 1,
      }),
      { maxLength: 3 },
    ),
  )
  .map(
    ([all, names]) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name))) as SoundFilter,
  );

describe('sounds that match a filter', () => {
  it('are those of which all of it holds, on any page, either way round', async () => {
    await fc.assert(
      fc.asyncProperty(
        filter,
        fc.integer({ min: 0, max: 60 }),
        fc.constantFrom('newest' as const, 'oldest' as const),
        fc.boolean(),
        async (chosen, offset, order, isPrepared) => {
          const wanted = known.filter((each) => matches(each, chosen)).map(({ row }) => row);
          const inOrder = order === 'oldest' ? wanted : [...wanted].reverse();
          if (isPrepared) await archive.sounds.prepare(chosen);
          const { rows, total } = archive.sounds.page(chosen, order, offset, 20);
          expect([rows, total]).toEqual([inOrder.slice(offset, offset + 20), wanted.length]);
          expect([...archive.sounds.pages(chosen)].flat()).toEqual(wanted);
          expect(archive.sounds.sum(chosen)).toEqual({
            count: wanted.length,
            ms: wanted.reduce((sum, { from, to }) => sum + to - from, 0),
          });
          const probe = known[offset * 5]?.row.id ?? '';
          const place = inOrder.findIndex(({ id }) => id === probe);
          expect(archive.sounds.position(chosen, order, probe)).toBe(place < 0 ? undefined : place);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are counted by what else there is to choose', async () => {
    const count = (values: readonly (string | undefined)[]) => {
      const counts = new Map<string, number>();
      for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
      return [...counts]
        .map(([value, n]) => ({ value, count: n }))
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    };
    await fc.assert(
      fc.asyncProperty(filter, async (chosen) => {
        const but = (...names: (keyof SoundFilter)[]) => {
          const rest = Object.fromEntries(
            Object.entries(chosen).filter(([name]) => !names.includes(name as keyof SoundFilter)),
          );
          return known.filter((each) => matches(each, rest));
        };
        expect(await archive.sounds.facets(chosen)).toEqual({
          triggers: count(but('triggers').map(({ row }) => row.trigger)),
          eventTypes: count(but('eventTypes').map(({ row }) => row.eventType)),
          tags: count(but('tags', 'tagged').flatMap(({ tags }) => tags)),
          downloaded: but('downloaded').filter(({ isLocal }) => isLocal).length,
          withoutLevel: but('levelFrom', 'levelTo').filter(({ row }) => row.levels?.LAFMax === undefined)
            .length,
          total: but().length,
        });
      }),
      { numRuns: 60 },
    );
  });

  it('are refused in a zone that is none', () => {
    const timeOfDay = { from: 0, to: 60, zone: 'Mars/Olympus' };
    expect(() => archive.sounds.page({ timeOfDay }, 'newest', 0, 1)).toThrow(
      expect.objectContaining({ error: expect.objectContaining({ kind: 'invalid' }) as unknown }),
    );
  });
});

describe('what changes', () => {
  const list = ({ records }: Archive, id: string, from: number) =>
    records.upsert('recordings', 'QT1', [{ key: id, time: from, until: from + 1_000, data: {} }], 1);
  const total = ({ sounds }: Archive, chosen: SoundFilter) => [
    sounds.page(chosen, 'newest', 0, 9).rows.length,
    sounds.sum(chosen).count,
  ];

  it('is seen at once in lists that were counted before', async () => {
    await withArchiveLater(async (own) => {
      list(own, 'a', T0);
      const [local, tagged, loud] = [{ downloaded: true }, { tags: ['plant'] }, { levelFrom: 70 }];
      const all = () => [{}, local, tagged, loud, { ids: ['a', 'b'] }].map((each) => total(own, each)[1]);
      expect(all()).toEqual([1, 0, 0, 0, 1]);
      list(own, 'b', T0 + 40 * 24 * HOUR);
      own.audio.put(file('a'));
      own.sounds.mark([{ id: 'a', tags: ['plant'], note: 'x' }], 5);
      own.sounds.putLevels('b', { LAeq: 1, LAFMax: 71 });
      expect(all()).toEqual([2, 1, 1, 1, 2]);
      expect(await own.sounds.facets({})).toMatchObject({ downloaded: 1, withoutLevel: 1, total: 2 });
      own.audio.remove('a', 'FLAC');
      own.sounds.mark([{ id: 'a', tags: [] }], 6);
      own.sounds.putLevels('b', undefined);
      expect(all()).toEqual([2, 0, 0, 0, 2]);
      expect(await own.sounds.facets({})).toMatchObject({ downloaded: 0, withoutLevel: 2, total: 2 });
    });
  });

  it('is seen when another process changed it', () => {
    withArchive((own, at) => {
      list(own, 'a', T0);
      expect(total(own, {})).toEqual([1, 1]);
      const other = openArchive(at, clockAt(0));
      list(other, 'b', T0 + 5_000);
      other.close();
      expect(total(own, {})).toEqual([2, 2]);
    });
  });
});

const withArchiveLater = async (work: (archive: Archive) => Promise<void>): Promise<void> => {
  const own = openArchive(`${tempFolder('sounds-own')}/archive.db`, clockAt(0));
  try {
    await work(own);
  } finally {
    own.close();
  }
};
