/** An account with its queue, archive and folders against the demo service, with recordings and audio of events listed. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Job } from '../../../electron/contract/jobs';
import type { AudioFormat } from '../../../electron/contract/model';
import type { ExportRequest } from '../../../electron/contract/sounds';
import type { Archive } from '../../../electron/core/db/archive';
import { openArchive } from '../../../electron/core/db/open';
import {
  createAudioExportRunner,
  createAudioFetchRunner,
  type AudioExportDeps,
} from '../../../electron/core/export/audio';
import { startAudioExport, startAudioFetch } from '../../../electron/core/export/start';
import type { JobQueue } from '../../../electron/core/jobs/job';
import { createJobQueue } from '../../../electron/core/jobs/queue';
import { createConnections, type Connections } from '../../../electron/core/transfer/connections';
import { keptLog } from '../../support/quiet-log';
import { NOW, recording, type Bench } from './bench';

export const SERIAL = 'QT100001';

export interface Account {
  readonly archive: Archive;
  readonly queue: JobQueue;
  readonly connections: Connections;
  readonly folder: string;
  readonly library: string;
  /** Starts an export of everything as WAV into the folder, unless told otherwise. */
  start(request?: Partial<ExportRequest>): Job;
  export(request?: Partial<ExportRequest>): Promise<Job>;
  fetch(ids: readonly string[], format?: AudioFormat): Promise<Job>;
  /** Resolves at the first change of that job that fits. */
  until(id: number, fits: (job: Job) => boolean): Promise<Job>;
  /** Sounds below the folder. */
  files(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Opens one in a folder of its own, with so many recordings listed. */
export async function openAccount(
  bench: Bench,
  root: string,
  { count = 12, ...more }: Partial<AudioExportDeps> & { readonly count?: number } = {},
): Promise<Account> {
  const { api, network, clock } = bench;
  // Nothing stalls here but a machine that is busy.
  const limits = { idleMs: 1_000_000, floorBytes: 1, floorMs: 1_000_000 };
  const folder = path.join(root, 'export');
  const library = path.join(root, 'library');
  await mkdir(folder, { recursive: true });
  await mkdir(library, { recursive: true });
  const archive = openArchive(path.join(root, 'archive.db'), clock);
  const queue = createJobQueue({ jobs: archive.jobs, clock, log: keptLog() });
  const connections = createConnections(clock);
  const deps = {
    ...{ archive, api, network, clock, limits, connections, log: keptLog(), version: '0.1.0' },
    whenOffline: 'stop' as const,
    announce: () => undefined,
    onUnauthorized: () => undefined,
    ...more,
  };
  queue.register('audio-export', createAudioExportRunner({ ...deps, library }));
  queue.register('audio-fetch', createAudioFetchRunner({ ...deps, folder: library }));
  const rows = Array.from({ length: count }, (_, n) => {
    const { id, from, to, trigger } = recording(n);
    return { key: id, time: from, until: to, data: { id, triggerName: trigger } };
  });
  archive.records.upsert('recordings', SERIAL, rows, NOW);
  const start = (request: Partial<ExportRequest> = {}): Job =>
    startAudioExport({ archive, queue }, { filter: {}, format: 'WAV', folder, ...request });
  return {
    ...{ archive, queue, connections, folder, library, start },
    export: (request) => queue.ended(start(request).id),
    fetch: (ids, format) => queue.ended(startAudioFetch({ archive, queue }, ids, format).id),
    until: (id, fits) =>
      new Promise((resolve) => {
        const off = queue.onChange((job) => {
          if (job.id !== id || !fits(job)) return;
          off();
          resolve(job);
        });
      }),
    files: async () =>
      (await readdir(folder, { recursive: true })).filter((file) => /\.(wav|flac|ogg)$/.test(file)).sort(),
    async close() {
      await queue.close();
      archive.close();
    },
  };
}

export const readText = (file: string): Promise<string> => readFile(file, 'utf8');
