import type { JobIssue } from '../../contract/jobs';
import { Failure } from '../../contract/result';
import type { JobItem, JobItemInput, JobRow, JobStore } from './job-store';
import { checksumOf, rowBytes, tidy } from './damaged';
import { WHOLE, type Finding } from './findings';
import { orNull, orUndefined, type StoreDeps } from './store-deps';

interface Row {
  readonly id: number;
  readonly kind: JobRow['kind'];
  readonly state: JobRow['state'];
  readonly title: string;
  readonly request: string;
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly issues: string;
  readonly summary: string | null;
  readonly crc: number;
}
interface ItemRow {
  readonly id: number;
  readonly job: number;
  readonly key: string;
  readonly data: string;
  readonly state: JobItem['state'];
  readonly path: string | null;
  readonly size_bytes: number | null;
  readonly sha256: string | null;
  readonly error: string | null;
  readonly crc: number;
}

const ALL = -1;
const PAGE_ITEMS = 400;
const COLUMNS =
  'kind, state, title, request, done, total, bytes, created_at, started_at, ended_at, issues, summary, crc';
const ITEM_COLUMNS = 'job, key, data, state, path, size_bytes, sha256, error, crc';

export class SqlJobStore implements JobStore {
  private readonly sql;

  constructor(private readonly deps: StoreDeps) {
    const { db } = deps;
    const select = `SELECT id, ${COLUMNS} FROM job`;
    this.sql = {
      add: db.prepare(`INSERT INTO job (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
      update: db.prepare(
        `UPDATE job SET (${COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`,
      ),
      get: db.prepare<[number], Row>(`${select} WHERE id = ?`),
      list: db.prepare<[number], Row>(`${select} ORDER BY id DESC LIMIT ?`),
      unfinished: db.prepare<[], Row>(
        `${select} WHERE state IN ('queued', 'running', 'paused', 'waiting') ORDER BY id`,
      ),
      remove: db.prepare<[number]>('DELETE FROM job WHERE id = ?'),
      addItem: db.prepare(
        `INSERT INTO job_item (${ITEM_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (job, key) DO NOTHING`,
      ),
      items: db.prepare<[number], ItemRow>(
        `SELECT id, ${ITEM_COLUMNS} FROM job_item WHERE job = ? ORDER BY id`,
      ),
      // By row, not by the index of a job's items: that would sort all of them for each page.
      itemsAfter: db.prepare<[number, number, number], ItemRow>(
        `SELECT id, ${ITEM_COLUMNS} FROM job_item NOT INDEXED WHERE id > ? AND job = ? ORDER BY id LIMIT ?`,
      ),
      item: db.prepare<[number, string], ItemRow>(
        `SELECT id, ${ITEM_COLUMNS} FROM job_item WHERE job = ? AND key = ?`,
      ),
      removeItem: db.prepare<[number]>('DELETE FROM job_item WHERE id = ?'),
      setItem: db.prepare(
        `UPDATE job_item SET (${ITEM_COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE job = ? AND key = ?`,
      ),
    };
  }

  add(row: Omit<JobRow, 'id'>): JobRow {
    const { lastInsertRowid } = this.sql.add.run(...toValues(row));
    return this.need(Number(lastInsertRowid));
  }

  update(id: number, change: Parameters<JobStore['update']>[1]): JobRow {
    return this.deps.transaction(() => {
      this.sql.update.run(...toValues({ ...this.need(id), ...change }), id);
      return this.need(id);
    });
  }

  get(id: number): JobRow | undefined {
    const row = this.sql.get.get(id);
    return row !== undefined && this.isSound(row) ? fromRow(row) : undefined;
  }

  /** A damaged job is left out and set aside. */
  list(limit: number): readonly JobRow[] {
    return this.rows(this.sql.list.all(limit));
  }

  unfinished(): readonly JobRow[] {
    return this.rows(this.sql.unfinished.all());
  }

  /** An item that is there already stays as it is, so adding a list again after a crash is harmless. */
  addItems(job: number, items: readonly JobItemInput[]): void {
    this.deps.transaction(() => {
      this.need(job);
      for (const { key, data } of items) this.sql.addItem.run(...itemValues(job, { ...NEW_ITEM, key, data }));
    });
  }

  /** @throws Failure `corrupt` when one is damaged: a job must not end as if it had done what it no longer knows of */
  items(job: number): readonly JobItem[] {
    return this.sql.items.all(job).map(fromItemRow);
  }

  *itemPages(job: number): Generator<readonly JobItem[]> {
    for (let after = 0; ;) {
      const rows = this.sql.itemsAfter.all(after, job, PAGE_ITEMS);
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map(fromItemRow);
      after = last.id;
    }
  }

  setItem(job: number, key: string, change: Parameters<JobStore['setItem']>[2]): void {
    this.deps.transaction(() => {
      const row = this.sql.item.get(job, key);
      if (row === undefined) throw new Failure({ kind: 'not-found', what: `Item ${key} of job ${job}` });
      const item = { ...fromItemRow(row), ...change };
      if (row.path !== null && item.path !== row.path)
        throw new Failure({
          kind: 'invalid',
          path: 'path',
          reason: `item ${key} already has the path ${row.path}`,
        });
      this.sql.setItem.run(...itemValues(job, item), job, key);
    });
  }

  *check(): Generator<Finding> {
    for (const row of this.sql.list.all(ALL)) {
      yield this.isSound(row) ? WHOLE : { damaged: aboutJob(row) };
      const items = this.sql.items.all(row.id);
      const lost = items.filter((item) => !isItemWhole(item));
      if (lost.length > 0) tidy(() => this.giveUp(row, lost));
      for (const item of items) yield lost.includes(item) ? { damaged: `A part of ${aboutJob(row)}` } : WHOLE;
    }
  }

  /** A job that no longer knows all it was to do ends here. */
  private giveUp(row: Row, lost: readonly ItemRow[]): void {
    this.deps.transaction(() => {
      for (const item of lost) {
        this.deps.setAside('job_item', `A part of ${aboutJob(row)}`, rowBytes(item));
        this.sql.removeItem.run(item.id);
      }
      const job = this.get(row.id);
      if (job === undefined || ['done', 'failed', 'cancelled'].includes(job.state)) return;
      const issue: JobIssue = {
        ...{ dataset: undefined, instrument: undefined, item: undefined },
        text: 'Its list of what to do was damaged. Start it again.',
        error: { kind: 'corrupt' },
      };
      this.update(row.id, {
        state: 'failed',
        endedAt: this.deps.clock.now(),
        issues: [...job.issues, issue],
      });
    });
  }

  private rows(rows: readonly Row[]): readonly JobRow[] {
    return rows.filter((row) => this.isSound(row)).map(fromRow);
  }

  private isSound(row: Row): boolean {
    if (isWhole(row)) return true;
    tidy(() =>
      this.deps.transaction(() => {
        this.deps.setAside('job', aboutJob(row), rowBytes(row));
        this.sql.remove.run(row.id);
      }),
    );
    return false;
  }

  private need(id: number): JobRow {
    const row = this.get(id);
    if (row === undefined) throw new Failure({ kind: 'not-found', what: `Job ${id}` });
    return row;
  }
}

type Values = readonly (string | number | null)[];
const sealed = (values: Values): Values => [...values, checksumOf(values)];

const toValues = (row: Omit<JobRow, 'id'>): Values =>
  sealed([
    row.kind,
    row.state,
    row.title,
    JSON.stringify(row.request),
    row.done,
    row.total,
    row.bytes,
    row.createdAt,
    orNull(row.startedAt),
    orNull(row.endedAt),
    JSON.stringify(row.issues),
    orNull(row.summary),
  ]);

const aboutJob = ({ id, title }: Row): string => `Job ${id}, ${title}`;

const isWhole = (row: Row): boolean =>
  checksumOf([
    ...[row.kind, row.state, row.title, row.request, row.done, row.total, row.bytes, row.created_at],
    ...[row.started_at, row.ended_at, row.issues, row.summary],
  ]) === row.crc;

const fromRow = (row: Row): JobRow => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  title: row.title,
  request: JSON.parse(row.request) as JobRow['request'],
  done: row.done,
  total: row.total,
  bytes: row.bytes,
  createdAt: row.created_at,
  startedAt: orUndefined(row.started_at),
  endedAt: orUndefined(row.ended_at),
  issues: JSON.parse(row.issues) as JobRow['issues'],
  summary: orUndefined(row.summary),
});

const NEW_ITEM = {
  state: 'todo',
  path: undefined,
  sizeBytes: undefined,
  sha256: undefined,
  error: undefined,
} as const;

const itemValues = (job: number, item: JobItem): Values =>
  sealed([
    ...[job, item.key, JSON.stringify(item.data), item.state, orNull(item.path), orNull(item.sizeBytes)],
    ...[orNull(item.sha256), item.error === undefined ? null : JSON.stringify(item.error)],
  ]);

const isItemWhole = (row: ItemRow): boolean =>
  checksumOf([
    ...[row.job, row.key, row.data, row.state, row.path, row.size_bytes, row.sha256, row.error],
  ]) === row.crc;

function fromItemRow(row: ItemRow): JobItem {
  if (!isItemWhole(row)) throw new Failure({ kind: 'corrupt', what: `What job ${row.job} was to do` });
  return {
    key: row.key,
    data: JSON.parse(row.data) as JobItem['data'],
    state: row.state,
    path: orUndefined(row.path),
    sizeBytes: orUndefined(row.size_bytes),
    sha256: orUndefined(row.sha256),
    error: row.error === null ? undefined : (JSON.parse(row.error) as JobItem['error']),
  };
}
