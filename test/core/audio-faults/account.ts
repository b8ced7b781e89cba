/** The real export of an account whose recordings are known: queue, archive and folder are real, only patience is short. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Job } from '../../../electron/contract/jobs';
import type { AudioFormat } from '../../../electron/contract/model';
import { createApi } from '../../../electron/core/api/client';
import { createNodeTransport } from '../../../electron/core/api/node-transport';
import type { Clock } from '../../../electron/core/clock';
import { systemClock } from '../../../electron/core/clock';
import type { Archive } from '../../../electron/core/db/archive';
import type { AudioFile } from '../../../electron/core/db/audio-store';
import { openArchive } from '../../../electron/core/db/open';
import { createAudioExportRunner, createAudioFetchRunner } from '../../../electron/core/export/audio';
import { startAudioExport, startAudioFetch } from '../../../electron/core/export/start';
import { createJobQueue } from '../../../electron/core/jobs/queue';
import { createNetwork } from '../../../electron/core/network';
import { createConnections, type Connections } from '../../../electron/core/transfer/connections';
import { createThreadWriters } from '../../../electron/core/transfer/write-thread';
import type { Writers } from '../../../electron/core/transfer/writers';
import { buildWorker } from '../../support/built-worker';
import { keptLog } from '../../support/quiet-log';

/** A Monday. */
export const NOW = Date.parse('2026-03-02T12:00:00Z');

export interface Listed {
  /** Where it is listed, and to be had; absent: among the recordings. */
  readonly list?: 'recordings' | 'events';
  readonly id: string;
  readonly serial: string;
  readonly from: number;
  readonly durationMs: number;
  readonly trigger?: string;
  /** What its instrument is called. */
  readonly name?: string;
}
export interface AccountOptions {
  readonly url: string;
  /** Of the archive; opened again if it is there. */
  readonly home: string;
  readonly folder: string;
  /** Where fetched sounds are kept, for exports to copy from; absent: nothing can be fetched. */
  readonly library?: string;
  readonly listed: readonly Listed[];
  /** How long silence is borne, ms. */
  readonly silenceMs?: number;
  /** Keeps two jobs from one folder; absent: nobody else is at work. */
  readonly lockFolder?: (folder: string) => { release(): void } | undefined;
}
export interface Account {
  export(format: AudioFormat, ids?: readonly string[], name?: string): Promise<Job>;
  /** Starts without waiting for the end. */
  start(format: AudioFormat, ids?: readonly string[], name?: string): Job;
  /** As WAV into a folder that is there, with a copy of each that carries its time. */
  exportWithCopies(into: string, ids: readonly string[]): Promise<Job>;
  /** Into the library. */
  fetch(format: AudioFormat, ids: readonly string[]): Promise<Job>;
  /** What the archive says is in the library. */
  held(): readonly AudioFile[];
  resume(id: number): Promise<Job>;
  ended(id: number): Promise<Job>;
  onChange(listener: (job: Job) => void): void;
  close(): Promise<void>;
}

/** After an answer that asks for one. */
const PAUSE_MS = 20;
const PATIENT_MS = 10_000;
const QUICK = { tries: 2, baseMs: 1, capMs: 2 };

export async function openAccount(options: AccountOptions): Promise<Account> {
  const { home, folder, listed } = options;
  await mkdir(home, { recursive: true });
  await mkdir(folder, { recursive: true });
  const clock = clockOfThatDay();
  const archive = openArchive(path.join(home, 'archive.db'), clock);
  const queue = createJobQueue({ jobs: archive.jobs, clock, log: keptLog() });
  const network = createNetwork({ clock, lastOnlineAt: undefined });
  const silenceMs = options.silenceMs ?? PATIENT_MS;
  const deps = {
    ...{ archive, network, clock, log: keptLog(), version: '0.0.0-test', whenOffline: 'stop' as const },
    api: apiOf(options.url, { clock, network, silenceMs }),
    connections: undaunted(clock),
    writers: await threadWriters(),
    limits: { idleMs: silenceMs, floorBytes: 4_000, floorMs: silenceMs },
    patience: { faults: QUICK, offline: { ...QUICK, tries: 1 } },
    announce: () => undefined,
    onUnauthorized: () => undefined,
    ...(options.lockFolder !== undefined && { lockFolder: options.lockFolder }),
  };
  const { library } = options;
  queue.register(
    'audio-export',
    createAudioExportRunner({ ...deps, ...(library !== undefined && { library }) }),
  );
  if (library !== undefined) {
    await mkdir(library, { recursive: true });
    queue.register('audio-fetch', createAudioFetchRunner({ ...deps, folder: library }));
  }
  enter(archive, listed);
  const everyId = listed.map(({ id }) => id);
  const start = (format: AudioFormat, ids: readonly string[] = everyId, name?: string): Job => {
    const request = { filter: { ids: [...ids] }, format, folder, ...(name !== undefined && { name }) };
    return startAudioExport({ archive, queue }, request);
  };
  return {
    start,
    exportWithCopies: (into, ids) => {
      const request = { filter: { ids: [...ids] }, format: 'WAV' as const, folder: into, bext: true };
      return queue.ended(startAudioExport({ archive, queue }, request).id);
    },
    fetch: (format, ids) => queue.ended(startAudioFetch({ archive, queue }, ids, format).id),
    held: () => archive.audio.list(),
    export: (...request) => queue.ended(start(...request).id),
    ended: (id) => queue.ended(id),
    onChange: (listener) => void queue.onChange(listener),
    resume: (id) => queue.ended(queue.resume(id).id),
    async close() {
      await queue.close();
      deps.writers.close();
      archive.close();
    },
  };
}

let program: Promise<string> | undefined;
/** As the app has them. */
async function threadWriters(): Promise<Writers> {
  program ??= buildWorker('electron/core/transfer/write-worker.ts');
  return createThreadWriters(await program, keptLog());
}

function enter({ records, instruments }: Archive, listed: readonly Listed[]): void {
  const names = new Map(listed.map(({ serial, name = serial }) => [serial, name]));
  instruments.replace(
    [...names].map(([serial, name]) => ({ serial, data: { serialNumber: serial, name } })),
    NOW,
  );
  for (const { id, serial, from, durationMs, trigger, list = 'recordings' } of listed) {
    const row = { key: id, time: from, until: from + durationMs };
    const data =
      list === 'recordings'
        ? { id, triggerName: trigger ?? 'Default' }
        : {
            type: 'LAFMax',
            name: trigger ?? 'Default',
            audioId: id,
            audioTime: new Date(from).toISOString(),
          };
    records.upsert(list, serial, [{ ...row, data }], NOW);
  }
}

/** Not told of failures, which would have it fetch one by one what here fails one and all. */
function undaunted(clock: Clock): Connections {
  const connections = createConnections(clock);
  return {
    ...connections,
    line(most) {
      const line = connections.line(most);
      return {
        open: line.open,
        async take(signal) {
          const { bytes, close } = await line.take(signal);
          return { bytes, close: (outcome) => close(outcome === 'failed' ? 'given-up' : outcome) };
        },
      };
    },
  };
}

const clockOfThatDay = (): Clock => {
  const began = Date.now();
  return { ...systemClock, now: () => NOW + Date.now() - began, random: () => 0.5 };
};

interface ApiParts {
  readonly clock: Clock;
  readonly network: ReturnType<typeof createNetwork>;
  readonly silenceMs: number;
}
/** Without pacing: it is not the service's limits that are looked at here. */
function apiOf(url: string, { clock, network, silenceMs }: ApiParts) {
  return createApi({
    baseUrl: () => Promise.resolve(url),
    key: () => 'the-key',
    transport: createNodeTransport('Leqbook'),
    pacer: {
      turn: () => Promise.resolve({ answered: () => clock.now() + PAUSE_MS, done: () => undefined }),
    },
    network,
    clock,
    log: keptLog(),
    limits: { idleMs: silenceMs, headersMs: silenceMs },
  });
}
