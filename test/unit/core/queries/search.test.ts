/** Search against a plain reading of every row, and what its words mean. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Events } from '../../../../electron/contract/index';
import type { SearchAnswer } from '../../../../electron/contract/search';
import type { Archive, StoredRecord } from '../../../../electron/core/db/archive';
import { createPace } from '../../../../electron/core/export/table-pace';
import { findByWords } from '../../../../electron/core/queries/search';
import { EventBooks } from '../../../../electron/core/queries/search-book';
import { readWords } from '../../../../electron/core/queries/search-when';
import { withArchiveDuring } from '../../../support/async-archive';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 22, 14);
const TRIGGERS = ['Night', 'Day loud', 'Blasting', undefined];
const TYPES = ['Noise', 'Vibration'];
const NAMES: Readonly<Record<string, string>> = { QT1: 'North gate', QT2: 'Cellar', QT3: 'Roof' };
const COUNT = 300;

interface Row {
  readonly key: string;
  readonly instrument: string;
  readonly time: number;
  readonly trigger: string | undefined;
  readonly type: string;
}
const rows: readonly Row[] = Array.from({ length: COUNT }, (_, n) => ({
  key: `e${n}`,
  instrument: `QT${(n % 3) + 1}`,
  time: NOW - 20 * DAY + n * 97 * 60_000,
  trigger: TRIGGERS[(n * 7) % 4],
  type: TYPES[n % 2] as string,
}));
const stored = ({ key, time, trigger, type }: Row): StoredRecord => ({
  ...{ key, time, until: time + 5_000 },
  data: { type, ...(trigger !== undefined && { name: trigger }), audioId: key },
});
/** The same sound, as the list of recordings has it: what an event is called its sound is not. */
const recorded = ({ key, time, trigger }: Row): StoredRecord => ({
  ...{ key, time, until: time + 5_000 },
  data: trigger === undefined ? {} : { triggerName: trigger },
});

interface Given {
  readonly archive: Archive;
  readonly announce: (change: Events['data-changed']) => void;
  readonly find: (words: string, limit?: number) => Promise<SearchAnswer>;
}
/** Asks again until all is read. */
async function inArchive(work: (given: Given) => Promise<void>): Promise<void> {
  let announce: Given['announce'] = () => undefined;
  const pace = () => createPace(new AbortController().signal);
  const books = new EventBooks((listener) => (announce = listener), pace);
  await withArchiveDuring(async (archive) => {
    archive.instruments.replace(
      Object.entries(NAMES).map(([serial, name]) => ({ serial, data: { serialNumber: serial, name } })),
      NOW,
    );
    archive.transaction(() => {
      for (const row of rows) {
        archive.records.upsert('events', row.instrument, [stored(row)], NOW);
        archive.records.upsert('recordings', row.instrument, [recorded(row)], NOW);
      }
    });
    const find: Given['find'] = async (words, limit = 50) => {
      for (;;) {
        const answer = await findByWords({ archive, books, now: NOW }, { words, zone: 'UTC', limit });
        if (!answer.sounds.reading && !answer.events.reading) return answer;
      }
    };
    await work({ archive, announce: (change) => announce(change), find });
  });
}

const isMeant = (words: readonly string[]) => (row: Row) => {
  const own = `${row.trigger ?? ''} ${row.type}`.toLowerCase();
  const place = `${row.instrument} ${NAMES[row.instrument] ?? ''}`.toLowerCase();
  return (
    words.some((word) => own.includes(word)) &&
    words.every((word) => own.includes(word) || place.includes(word))
  );
};

describe('search', () => {
  it('finds the sounds and events that a plain reading finds, the newest first, and counts them all', async () => {
    await inArchive(async ({ archive, find }) => {
      expect(archive.instruments.get('QT1')?.name).toBe('North gate');
      const word = fc.constantFrom(
        'night',
        'day',
        'loud',
        'blast',
        'noise',
        'vibration',
        'north',
        'qt2',
        'x',
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(word, { minLength: 1, maxLength: 3 }),
          fc.integer({ min: 1, max: 50 }),
          async (words, limit) => {
            const meant = rows.filter(isMeant(words)).reverse();
            const { sounds, events } = await find(words.join(' '), limit);
            expect(events.rows.map(({ key }) => key)).toEqual(meant.slice(0, limit).map(({ key }) => key));
            expect(sounds.rows.map(({ id }) => id)).toEqual(events.rows.map(({ key }) => key));
            expect([events.total, sounds.total]).toEqual([meant.length, meant.length]);
          },
        ),
        { numRuns: 60 },
      );
    });
  });

  it('finds what was at a time of day, the nearest first, and only what the other words mean', async () => {
    await inArchive(async ({ find }) => {
      const [wanted] = rows.filter(({ instrument }) => instrument === 'QT2').slice(40);
      const at = new Date(wanted?.time ?? 0).toISOString();
      const { events, when } = await find(`${at.slice(0, 10)} ${at.slice(11, 16)} cellar`);
      expect(events.rows.map(({ key }) => key)).toEqual([wanted?.key]);
      expect(events.total).toBe(1);
      expect((when?.to ?? 0) - (when?.from ?? 0)).toBe(HOUR);
    });
  });

  it('finds sounds by their tags and their notes, together with their other names', async () => {
    await inArchive(async ({ archive, find }) => {
      archive.sounds.setTags([{ id: 'plant', title: 'Chiller plant' }]);
      archive.sounds.mark(
        [
          { id: 'e9', tags: ['plant'] },
          { id: 'e12', tags: [], note: 'Lorry reverses' },
        ],
        NOW,
      );
      expect((await find('chiller')).sounds.rows).toMatchObject([{ id: 'e9', tags: ['Chiller plant'] }]);
      expect((await find('LORRY noise')).sounds).toMatchObject({
        total: 1,
        rows: [{ id: 'e12', note: 'Lorry reverses' }],
      });
      expect((await find('lorry vibration')).sounds.total).toBe(0);
    });
  });

  it('finds what people added by what they wrote, whom it is about and when it was', async () => {
    await inArchive(async ({ archive, find }) => {
      const [from, to] = [NOW - DAY, NOW - DAY + HOUR];
      archive.people.put(
        [
          { instrument: 'QT1', from, to, added: { kind: 'note', text: 'Piling next door' } },
          { added: { kind: 'site', name: 'Harbour', tags: ['client A'], instruments: ['QT1'] } },
        ],
        NOW,
        'ana',
      );
      for (const words of ['piling', 'piling north', 'note yesterday'])
        expect((await find(words)).entries.rows.map(({ added }) => added.kind)).toEqual(['note']);
      expect((await find('client harbour')).entries.total).toBe(1);
      expect((await find('piling 2026-11-01')).entries.total).toBe(0);
    });
  });

  it('knows of events that came after it had read', async () => {
    await inArchive(async ({ archive, announce, find }) => {
      expect((await find('quarry')).events.total).toBe(0);
      const row = { key: 'new', instrument: 'QT1', time: NOW, trigger: 'Quarry', type: 'Noise' };
      archive.records.upsert('events', 'QT1', [stored(row)], NOW);
      archive.records.upsert('recordings', 'QT1', [recorded(row)], NOW);
      announce({ tables: ['records'], instruments: ['QT1'] });
      const { events, sounds } = await find('quarry');
      expect([events.total, sounds.total]).toEqual([1, 1]);
      expect((await find('noise')).events.total).toBe(rows.filter(isMeant(['noise'])).length + 1);
    });
  });

  it('finds nothing without a word', async () => {
    await inArchive(async ({ find }) => {
      const { sounds, events, entries } = await find('  ');
      expect([sounds.total, events.total, entries.total]).toEqual([0, 0, 0]);
    });
  });
});

describe('words that name a time', () => {
  const ZONE = 'Europe/London';
  const span = (words: string): readonly string[] => {
    const { when } = readWords(words, ZONE, NOW);
    return when === undefined
      ? []
      : [when.from, when.to].map((ms) => new Date(ms).toISOString().slice(0, 16));
  };
  it('are a day of the zone however it is written, as long as its clocks make it', () => {
    const day = ['2026-10-24T23:00', '2026-10-26T00:00'];
    for (const words of [
      '2026-10-25',
      '25 Oct',
      '25 october 2026',
      '25.10.2026',
      '25/10/2026',
      'blast 25 oct',
    ])
      expect(span(words)).toEqual(day);
    expect(span('yesterday')).toEqual(['2026-11-21T00:00', '2026-11-22T00:00']);
  });
  it('are the last such day, or time of day, that was', () => {
    expect(span('25 Dec')).toEqual(['2025-12-25T00:00', '2025-12-26T00:00']);
    expect(span('13:00')).toEqual(['2026-11-22T12:30', '2026-11-22T13:30']);
    expect(span('15:00')).toEqual(['2026-11-21T14:30', '2026-11-21T15:30']);
  });
  it('are only those that can be meant', () => {
    for (const words of ['2026-13-01', '31 Feb', '25:00', '12 monkeys', 'level 5', '12'])
      expect(readWords(words, ZONE, NOW)).toMatchObject({
        when: undefined,
        terms: words.toLowerCase().split(' '),
      });
    expect(readWords('Blast 14:30', ZONE, NOW).terms).toEqual(['blast']);
    expect(() => readWords('x', 'Nowhere/At', NOW)).toThrow('zone');
  });
});
