/** An archive with a queue that runs data exports, on a clock that stands still. */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Job } from '../../../electron/contract/jobs';
import type { DatasetId, Span } from '../../../electron/contract/model';
import { systemClock, type Clock } from '../../../electron/core/clock';
import type { Archive, StoredRecord } from '../../../electron/core/db/archive';
import { openArchive } from '../../../electron/core/db/open';
import { createDataExportRunner, startDataExport } from '../../../electron/core/export/data';
import type { JobContext, JobQueue } from '../../../electron/core/jobs/job';
import { createJobQueue } from '../../../electron/core/jobs/queue';
import { keptLog } from '../../support/quiet-log';

/** A Monday. */
export const MONDAY = Date.parse('2026-03-02T00:00:00Z');
export const DAY = 86_400_000;
export const SERIAL = 'QT100001';

export interface Harness {
  readonly archive: Archive;
  readonly queue: JobQueue;
  /** Where files go. */
  readonly folder: string;
  now: number;
  /** Told what a job is about to do, before it does it. */
  onActivity: ((activity: string) => void) | undefined;
  start(request: Partial<Parameters<typeof startDataExport>[1]>): Job;
  export(request: Partial<Parameters<typeof startDataExport>[1]>): Promise<Job>;
  /** Every file in the folder, relative, with `/`, sorted. */
  files(): readonly string[];
  /** When each was written last, by name. */
  times(): Readonly<Record<string, number>>;
  instrument(serial: string, data?: Readonly<Record<string, unknown>>): void;
  samples(write: Samples): void;
  records(dataset: DatasetId, rows: readonly Partial<StoredRecord>[], serial?: string): void;
  /** Says in the ledger that a stretch was asked and answered. */
  answered(dataset: DatasetId, variant: string, span: Span, serial?: string): void;
  close(): Promise<void>;
}
export interface Samples {
  readonly dataset?: DatasetId;
  readonly serial?: string;
  readonly channel?: string;
  readonly stepMs?: number;
  readonly start?: number;
  readonly values: ArrayLike<number>;
}

export function openHarness(
  root: string,
  now = MONDAY + 30 * DAY,
  whenOffline: 'wait' | 'stop' = 'stop',
): Harness {
  const state = { now, onActivity: undefined as Harness['onActivity'] };
  const clock: Clock = {
    now: () => state.now,
    random: () => 0.5,
    sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 5), signal),
  };
  const folder = path.join(root, 'out');
  mkdirSync(folder, { recursive: true });
  const archive = openArchive(path.join(root, 'archive.db'), clock);
  const queue = createJobQueue({ jobs: archive.jobs, clock, log: keptLog() });
  const run = createDataExportRunner({ archive, clock, whenOffline, app: { version: '1.2.3' } });
  const told = ({ progress }: JobContext): JobContext['progress'] => {
    return (change) => {
      if (change.activity !== undefined) state.onActivity?.(change.activity);
      progress(change);
    };
  };
  queue.register('data-export', (context) => run({ ...context, progress: told(context) }));
  const usual = {
    datasets: [{ dataset: 'timehistory', variant: '1s' }],
    span: { from: MONDAY, to: MONDAY + DAY },
    format: 'csv',
    folder,
  } as const;
  const start: Harness['start'] = (request) =>
    startDataExport({ archive, queue }, { ...usual, datasets: [...usual.datasets], ...request });
  const files = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .sort();
  const known = new Map<string, Readonly<Record<string, unknown>>>();
  return {
    archive,
    queue,
    folder,
    get now() {
      return state.now;
    },
    set now(ms) {
      state.now = ms;
    },
    get onActivity() {
      return state.onActivity;
    },
    set onActivity(listener) {
      state.onActivity = listener;
    },
    start,
    export: (request) => queue.ended(start(request).id),
    files,
    times: () => Object.fromEntries(files().map((file) => [file, statSync(path.join(folder, file)).mtimeMs])),
    instrument(serial, data = {}) {
      known.set(serial, data);
      const list = [...known].map(([each, more]) => ({
        serial: each,
        data: { serialNumber: each, type: 'Noise', ...more },
      }));
      archive.instruments.replace(list, MONDAY);
    },
    samples: ({
      dataset = 'timehistory',
      serial = SERIAL,
      channel = 'LAeq',
      stepMs = 1_000,
      start: at,
      values,
    }) =>
      archive.series.write(dataset, serial, [
        { channel, stepMs, start: at ?? MONDAY, values: Float64Array.from(values) },
      ]),
    records(dataset, rows, serial = SERIAL) {
      const whole = rows.map((row, i) => ({
        key: String(i),
        time: MONDAY,
        until: undefined,
        data: {},
        ...row,
      }));
      archive.records.upsert(dataset, serial, whole, state.now);
    },
    answered: (dataset, variant, { from, to }, serial = SERIAL) =>
      archive.coverage.put({
        ...{ dataset, instrument: serial, params: variant, from, to },
        ...{ state: 'settled', askedAt: state.now, asks: 1, why: undefined },
      }),
    async close() {
      await queue.close();
      archive.close();
    },
  };
}
