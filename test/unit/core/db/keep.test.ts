import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { withArchive } from '../../../support/temp-archive';

const all = { instrument: '', dataset: 'timehistory', variant: '100ms', days: 9 } as const;
const own = { ...all, instrument: 'QT1', days: 0 };

describe('choices of what to keep', () => {
  it('are there once each, as they were made last, until they are forgotten', () => {
    withArchive(({ keep }) => {
      keep.put([all, own, { ...own, dataset: 'weather', variant: '' }]);
      keep.put([
        { ...all, days: 30 },
        { instrument: 'QT1', dataset: 'weather', variant: '' },
      ]);
      expect(keep.list()).toEqual([{ ...all, days: 30 }, own]);
    });
  });

  it('that are damaged are set aside, and the default holds again', () => {
    withArchive(({ keep }, file) => {
      keep.put([all, own]);
      const db = new Database(file);
      db.exec(`UPDATE keep SET days = 3660 WHERE instrument = 'QT1'`);
      expect(keep.list()).toEqual([all]);
      expect(db.prepare('SELECT source FROM damaged').pluck().all()).toEqual(['keep']);
      db.close();
    });
  });
});
