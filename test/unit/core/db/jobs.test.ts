import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../../electron/contract/result';
import type { JobRow } from '../../../../electron/core/db/job-store';
import { withArchive } from '../../../support/temp-archive';

const job = (more: Partial<JobRow> = {}): Omit<JobRow, 'id'> => ({
  kind: 'sync',
  state: 'queued',
  title: 'Sync',
  request: { days: 3 },
  done: 0,
  total: 10,
  bytes: 0,
  createdAt: 1,
  startedAt: undefined,
  endedAt: undefined,
  issues: [],
  summary: undefined,
  ...more,
});
function failureOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('jobs', () => {
  it('are what was put in, with their changes', () => {
    withArchive(({ jobs }) => {
      const { id } = jobs.add(job());
      const issue = {
        dataset: 'sic' as const,
        instrument: 'QT1',
        item: undefined,
        text: 'Not allowed.',
        error: { kind: 'forbidden' },
      };
      const ended = jobs.update(id, { state: 'done', endedAt: 9, issues: [issue], summary: '1 day' });
      expect(ended).toEqual({ ...job({ state: 'done', endedAt: 9, summary: '1 day' }), id, issues: [issue] });
      expect(jobs.get(id)).toEqual(ended);
      expect(jobs.update(id, { endedAt: undefined, summary: undefined })).toMatchObject({
        endedAt: undefined,
        summary: undefined,
      });
    });
  });

  it('that have not ended are found again, oldest first; the list is newest first', () => {
    withArchive(({ jobs }) => {
      const states = ['running', 'done', 'waiting', 'failed', 'paused', 'cancelled', 'queued'] as const;
      for (const state of states) jobs.add(job({ state }));
      expect(jobs.unfinished().map(({ state }) => state)).toEqual(['running', 'waiting', 'paused', 'queued']);
      expect(jobs.list(2).map(({ state }) => state)).toEqual(['queued', 'cancelled']);
    });
  });

  it('keep their items in order, and adding them again changes nothing', () => {
    withArchive(({ jobs }) => {
      const { id } = jobs.add(job());
      const items = ['b', 'a'].map((key) => ({ key, data: { key } }));
      jobs.addItems(id, items);
      jobs.setItem(id, 'b', { state: 'done', path: 'b.flac', sizeBytes: 5, sha256: 'ff' });
      jobs.setItem(id, 'a', { state: 'failed', error: { kind: 'server' } });
      jobs.addItems(id, [...items, { key: 'c', data: {} }]);
      const none = { path: undefined, sizeBytes: undefined, sha256: undefined, error: undefined };
      expect(jobs.items(id)).toEqual([
        { ...none, key: 'b', data: { key: 'b' }, state: 'done', path: 'b.flac', sizeBytes: 5, sha256: 'ff' },
        { ...none, key: 'a', data: { key: 'a' }, state: 'failed', error: { kind: 'server' } },
        { ...none, key: 'c', data: {}, state: 'todo' },
      ]);
    });
  });

  it('never move an item to another path once it has one', () => {
    withArchive(({ jobs }) => {
      const { id } = jobs.add(job());
      jobs.addItems(id, [{ key: 'a', data: {} }]);
      jobs.setItem(id, 'a', { path: 'one.wav' });
      jobs.setItem(id, 'a', { path: 'one.wav', state: 'done' });
      expect(
        isFailure(
          failureOf(() => jobs.setItem(id, 'a', { path: 'two.wav' })),
          'invalid',
        ),
      ).toBe(true);
      expect(jobs.items(id)[0]).toMatchObject({ path: 'one.wav', state: 'done' });
    });
  });

  it('and items that are not there are said not to be', () => {
    withArchive(({ jobs }) => {
      const { id } = jobs.add(job());
      const failures = [
        failureOf(() => jobs.update(99, { done: 1 })),
        failureOf(() => jobs.addItems(99, [])),
        failureOf(() => jobs.setItem(id, 'x', { state: 'done' })),
      ];
      expect(failures.map((each) => isFailure(each, 'not-found'))).toEqual([true, true, true]);
      expect(jobs.get(99)).toBeUndefined();
    });
  });

  it('that are damaged are left out and set aside; one that lost a part of its list does not pretend to know it', () => {
    withArchive(({ jobs }, file) => {
      const [lost, whole] = [jobs.add(job()), jobs.add(job())];
      jobs.addItems(whole.id, [
        { key: 'a', data: {} },
        { key: 'b', data: {} },
      ]);
      const db = new Database(file);
      db.exec(
        `UPDATE job SET total = 11 WHERE id = ${lost.id}; UPDATE job_item SET path = '../x' WHERE key = 'b'`,
      );
      expect([jobs.list(9), jobs.unfinished(), jobs.get(lost.id)]).toEqual([[whole], [whole], undefined]);
      expect(
        isFailure(
          failureOf(() => jobs.items(whole.id)),
          'corrupt',
        ),
      ).toBe(true);
      expect(db.prepare('SELECT source FROM damaged').pluck().all()).toEqual(['job']);
      db.close();
    });
  });
});
