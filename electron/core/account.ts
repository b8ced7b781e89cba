/** One account, open: its archive, its line to the service, and the jobs that connect the two. */
import path from 'node:path';
import type { Events } from '../contract';
import type { Account } from '../contract/model';
import { isFailure } from '../contract/result';
import type { Api } from './api/api';
import { createApi } from './api/client';
import { createPacer } from './api/gate';
import { createParser } from './api/parser';
import type { Transport } from './api/transport';
import { toAccount, type AccountRecord } from './accounts';
import type { Clock } from './clock';
import type { Archive } from './db/archive';
import { openArchive } from './db/open';
import { createJobQueue } from './jobs/queue';
import type { JobQueue } from './jobs/job';
import { keepLearnt, PACE, PLACES, RATE, readLearnt } from './learnt-file';
import type { Log } from './log';
import { makeFolder } from './make-folder';
import { createNetwork, type Network } from './network';
import { createProbe } from './probe';
import { createLevelReader, type LevelReader } from './sounds/levels';
import { createSyncMeter, type SyncMeter } from './sync/meter';
import { createConnections, type Connections } from './transfer/connections';
import { createThreadWriters } from './transfer/write-thread';
import type { Writers } from './transfer/writers';

export interface OpenAccount {
  readonly account: Account;
  /** Everything of this account. */
  readonly folder: string;
  readonly archive: Archive;
  /** Where verified audio is kept; the window plays from here. */
  readonly audioFolder: string;
  readonly network: Network;
  readonly api: Api;
  readonly meter: SyncMeter;
  readonly queue: JobQueue;
  /** Of all transfers of audio. */
  readonly connections: Connections;
  /** Of all files that are fetched. */
  readonly writers: Writers;
  readonly levels: LevelReader;
  /** Asks the service once whether it is there; never rejects for what it answers. */
  readonly probe: (signal: AbortSignal) => Promise<void>;
  close(): Promise<void>;
}
export interface AccountDeps {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly transport: Transport;
  /** How many connections it opens to one host; absent: as many as are asked for. */
  readonly connectionsPerHost?: number | undefined;
  readonly baseUrl: () => Promise<string>;
  readonly key: () => string;
  readonly announce: (change: Events['data-changed']) => void;
  /** The program that reads large answers in a thread of its own; absent: they are read in this one. */
  readonly parserFile: string | undefined;
  /** The program that writes downloads in a thread of its own; absent: they are written in this one. */
  readonly writerFile: string | undefined;
}

/** In an account's folder: how many files at once were best of late. */
export const PLACES_FILE = 'places.json';

/** Opens an account's archive; throws Failure `database-newer`, `corrupt`, `not-writable` or `disk-full`. */
export function openAccount(record: AccountRecord, deps: AccountDeps): OpenAccount {
  const { folder, clock, log } = deps;
  const audioFolder = path.join(folder, 'audio');
  makeFolder(audioFolder);
  const { archive, lastOnlineAt } = openAndLook(path.join(folder, 'archive.db'), deps);
  const network = createNetwork({ clock, lastOnlineAt });
  const [paceFile, placesFile] = [path.join(folder, 'pace.json'), path.join(folder, PLACES_FILE)];
  const rateFile = path.join(folder, 'rate.json');
  const pacer = createPacer({ clock, known: readLearnt(paceFile, PACE) });
  const before = { places: readLearnt(placesFile, PLACES), rate: readLearnt(rateFile, RATE) };
  const connections = createConnections(clock, before, deps.connectionsPerHost);
  const parser = createParser({ file: deps.parserFile, log });
  const writers = createThreadWriters(deps.writerFile, log);
  const api = createApi({ ...deps, pacer, network, parser });
  const queue = createJobQueue({
    jobs: archive.jobs,
    clock,
    log,
    folderOf: ({ id, request }) =>
      typeof request['folder'] === 'string'
        ? { handle: `job:${String(id)}`, path: request['folder'], freeBytes: undefined }
        : undefined,
  });
  const levels = createLevelReader({ ...deps, archive });
  return {
    account: toAccount(record),
    folder,
    archive,
    audioFolder,
    network,
    api,
    meter: createSyncMeter(),
    queue,
    connections,
    writers,
    levels,
    probe: createProbe({ ...deps, api, archive }),
    async close() {
      await queue.close();
      writers.close();
      await levels.close();
      keepLearnt(paceFile, pacer.known(), log);
      keepLearnt(placesFile, connections.known(), log);
      keepLearnt(rateFile, connections.usual(), log);
      parser.close();
      archive.close();
    },
  };
}

/** The first look may be what finds the damage; opened again, the archive is one of what could be read. */
function openAndLook(file: string, deps: AccountDeps) {
  const archive = openLogged(file, deps);
  try {
    return { archive, lastOnlineAt: lastListed(archive) };
  } catch (error) {
    archive.close();
    if (!isFailure(error, 'corrupt')) throw error;
    const again = openLogged(file, deps);
    return { archive: again, lastOnlineAt: lastListed(again) };
  }
}

function openLogged(file: string, { clock, log }: AccountDeps): Archive {
  const archive = openArchive(file, clock, {
    onSalvage: (movedTo) => log.warn({ movedTo }, 'the archive is damaged; what can be read is taken over'),
  });
  if (archive.salvaged !== undefined) log.warn({ ...archive.salvaged }, 'the archive is repaired');
  return archive;
}

/** The service last answered when it last listed its instruments. */
function lastListed(archive: Archive): number | undefined {
  const times = archive.instruments.list().map(({ listedAt }) => listedAt);
  return times.length === 0 ? undefined : Math.max(...times);
}
