import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualRules, type EntryInput } from '../../../../electron/contract/people';
import { isFailure } from '../../../../electron/contract/result';
import { migrate, migrations } from '../../../../electron/core/db/migrate';
import { withArchive } from '../../../support/temp-archive';

const note = (text: string, place: Omit<EntryInput, 'added'> = {}): EntryInput => ({
  ...place,
  added: { kind: 'note', text },
});
const site = (name: string, instruments: string[]): EntryInput => ({
  added: { kind: 'site', name, tags: [], instruments },
});
const texts = (entries: readonly { readonly added: EntryInput['added'] }[]): string[] =>
  entries.map(({ added }) => (added.kind === 'note' ? added.text : added.kind === 'site' ? added.name : ''));

describe('what people added', () => {
  it('says who wrote what it says, and when it was first written and last changed', () => {
    withArchive(({ people }) => {
      const [first] = people.put([note('a lorry', { instrument: 'QT1', from: 5, to: 9 })], 1, 'ana');
      expect(first).toEqual({
        ...{ id: 1, instrument: 'QT1', from: 5, to: 9, added: { kind: 'note', text: 'a lorry' } },
        ...{ author: 'ana', createdAt: 1, changedAt: 1, removedAt: undefined },
      });
      people.put([note('two lorries', { id: 1, instrument: 'QT1', from: 5, to: 9 })], 2, 'bo');
      expect(people.list()).toEqual([
        {
          ...first,
          added: { kind: 'note', text: 'two lorries' },
          author: 'bo',
          createdAt: 1,
          changedAt: 2,
        },
      ]);
    });
  });

  it('is never deleted: removed, it is had back as it was, once', () => {
    withArchive(({ people }) => {
      people.put([note('a'), note('b')], 1, 'ana');
      expect(people.remove([1, 1, 7], 3)).toMatchObject([{ id: 1, removedAt: 3 }]);
      expect(people.remove([1], 4)).toEqual([]);
      expect(texts(people.list())).toEqual(['b']);
      expect(people.list({ removed: true })).toMatchObject([{ removedAt: 3 }, { removedAt: undefined }]);
      expect(people.restore([1, 2], 5)).toMatchObject([{ id: 1, changedAt: 5, removedAt: undefined }]);
      people.remove([2], 6);
      people.put([note('b again', { id: 2 })], 7, 'ana');
      expect(texts(people.list())).toEqual(['a', 'b again']);
    });
  });

  it('is written all or not at all, and nothing takes the place of what is not there', () => {
    withArchive(({ people }) => {
      let thrown: unknown;
      try {
        people.put([note('a'), note('b', { id: 9 })], 1, 'ana');
      } catch (error) {
        thrown = error;
      }
      expect(isFailure(thrown, 'not-found') && thrown.error).toMatchObject({ what: 'The note 9' });
      expect(people.list()).toEqual([]);
    });
  });

  it('of an instrument is what is said of it or of all, and the sites that have it', () => {
    withArchive(({ people }) => {
      people.put(
        [note('of 1', { instrument: 'QT1', from: 9, to: 9 }), note('of 2', { instrument: 'QT2' })],
        1,
        '',
      );
      people.put([note('of all', { from: 3, to: 4 }), site('Quarry', ['QT1']), site('Mill', ['QT2'])], 2, '');
      expect(texts(people.list({ instrument: 'QT1' }))).toEqual(['Quarry', 'of all', 'of 1']);
      expect(texts(people.list({ kinds: ['site'] }))).toEqual(['Quarry', 'Mill']);
    });
  });

  it('of a span is what touches it: a moment lies in it, and what has no time always does', () => {
    const time = fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined });
    const place = fc
      .tuple(time, time)
      .filter(([from, to]) => from === undefined || to === undefined || from <= to);
    withArchive(({ people }) => {
      fc.assert(
        fc.property(
          place,
          fc.integer({ min: 0, max: 11 }),
          fc.integer({ min: 1, max: 5 }),
          ([from, to], start, length) => {
            const [entry] = people.put([note('x', { from, to })], 1, '');
            const span = { from: start, to: start + length };
            const found = people.list({ span }).some(({ id }) => id === entry?.id);
            const first = from ?? -Infinity;
            const last = to ?? from ?? Infinity;
            const touches =
              first === last ? first >= span.from && first < span.to : first < span.to && last > span.from;
            people.remove([entry?.id ?? 0], 2);
            expect(found).toBe(touches);
          },
        ),
      );
    });
  });

  it('is left out and set aside when it is damaged, and its number is not given again', () => {
    withArchive(({ people }, file) => {
      people.put([note('a'), note('b')], 1, 'ana');
      const db = new Database(file);
      db.exec("UPDATE entry SET author = 'eve' WHERE id = 2");
      expect(texts(people.list())).toEqual(['a']);
      expect(db.prepare('SELECT source, about FROM damaged').all()).toEqual([
        { source: 'entry', about: 'A note' },
      ]);
      db.close();
      expect(people.put([note('c')], 2, 'ana')).toMatchObject([{ id: 3 }]);
    });
  });
});

describe('the rules', () => {
  it('are the usual ones until a person sets others, and are usual again when set so or damaged', () => {
    withArchive(({ people }, file) => {
      expect(people.rules()).toEqual(usualRules);
      const own = { ...usualRules, silentHours: 2, weather: { ...usualRules.weather, isOn: true, wind: 7 } };
      people.setRules(own);
      expect(people.rules()).toEqual(own);
      const db = new Database(file);
      expect(db.prepare('SELECT name FROM rule').pluck().all()).toEqual(['silentHours', 'weather']);
      db.exec(`UPDATE rule SET data = '3' WHERE name = 'silentHours'`);
      db.close();
      expect(people.rules()).toEqual({ ...own, silentHours: usualRules.silentHours });
      people.setRules(usualRules);
      expect(people.rules()).toEqual(usualRules);
    });
  });
});

describe('an archive from before people could add anything', () => {
  it('gets the tables for it and keeps what it had', () => {
    const db = new Database(':memory:');
    migrate(db, migrations.slice(0, 2));
    db.exec(`INSERT INTO audio_size VALUES ('QT1', 'FLAC', 9, 5, 7)`);
    migrate(db);
    expect(db.prepare('SELECT count(*) FROM entry').pluck().get()).toBe(0);
    expect(db.prepare('SELECT size_bytes FROM audio_size').pluck().all()).toEqual([9]);
  });
});
