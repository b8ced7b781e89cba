/** The composition root: everything the core is made of meets here, and nowhere else. */
import path from 'node:path';
import type { EventName, Events, Handlers } from '../contract';
import type { Host } from '../contract/host';
import type { AppInfo } from '../contract/model';
import { Failure } from '../contract/result';
import { openAccount, type OpenAccount } from './account';
import { openAccounts, type AccountRecord } from './accounts';
import { createApi } from './api/client';
import { createPacer } from './api/gate';
import type { Transport } from './api/transport';
import type { Clock } from './clock';
import { tryLock, type Lock } from './db/lock';
import { createAudioExportRunner, createAudioFetchRunner } from './export/audio';
import { createDataExportRunner } from './export/data';
import { createMarksExportRunner } from './export/marks';
import { createVerifyRunner } from './export/verify-job';
import { lockFolder } from './folder-lock';
import { createFolders, type Folders } from './folders';
import { createHandlers } from './handlers';
import type { FileLog } from './log';
import { createNetwork, unknownNetwork } from './network';
import { createSession, type Session } from './session';
import { createSyncRunner } from './sync/run';
import { watchNetwork, type Watch } from './watch';

const SERVICE_URL = 'https://api.mycirrus.cloud/v1';
/** A window shows its data after this, whether or not the keychain has answered. */
const KEY_WAIT_MS = 1_500;

export interface CoreDeps {
  /** The data folder. */
  readonly home: string;
  readonly app: Pick<AppInfo, 'version' | 'electron' | 'packaged'>;
  /** `LEQBOOK_API_URL`: where the service is, for every account. */
  readonly apiUrl: string | undefined;
  /** `LEQBOOK_API_KEY`: used instead of the keychain's, never stored. */
  readonly apiKey: string | undefined;
  readonly host: Host;
  readonly transport: Transport;
  /** How many connections it opens to a host that speaks HTTP/1.1; absent: as many as are asked for. */
  readonly connectionsPerHost?: number;
  readonly clock: Clock;
  readonly log: FileLog;
  /** `wait`: for a window, where jobs sit out a lost network and go on by themselves. `stop`: for a command, which ends. */
  readonly whenOffline: 'wait' | 'stop';
  /** False for a command that only looks: no job is started or resumed, so none of a running window is touched. */
  readonly runsJobs?: boolean;
  /** The bundled `parser` program; absent: large answers are read in the core's own thread. */
  readonly parserFile?: string;
  readonly writerFile?: string;
}
export interface Core {
  readonly handlers: Handlers;
  readonly session: Session;
  readonly folders: Folders;
  on<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void;
  /** The account that is open; throws Failure `signed-out` when there is none. */
  open(): OpenAccount;
  /** Ask the service sooner: the computer woke up, or the network changed. */
  hint(): void;
  close(): Promise<void>;
}

/** Starts the core on a data folder. Rejects with a Failure when the accounts file or the archive cannot be opened. */
export async function createCore(deps: CoreDeps): Promise<Core> {
  const { home, host, clock, log } = deps;
  const events = createEvents();
  const accounts = openAccounts(home, log);
  const folders = createFolders();
  let current: OpenAccount | undefined;
  /** Held by the one process that resumes this account's unfinished jobs; a window and a command may run side by side. */
  let jobsLock: Lock | undefined;
  /** Why the account that should be open is not. */
  let blocked: Failure | undefined;
  let watch: Watch | undefined;

  const announce = (change: Events['data-changed']) => {
    events.emit('data-changed', change);
    // New sounds, or more of what their levels are read from.
    if (change.tables.some((table) => table === 'records' || table === 'series')) current?.levels.hint();
  };
  const baseUrl = (record: AccountRecord) => () => {
    if (deps.apiUrl !== undefined) return Promise.resolve(deps.apiUrl);
    return record.kind === 'demo' ? host.startDemo(record.createdAt) : Promise.resolve(SERVICE_URL);
  };
  /** Behind TLS there may be HTTP/2, where all answers share one connection. */
  const isPlain = ({ kind }: AccountRecord): boolean => deps.apiUrl?.startsWith('http:') ?? kind === 'demo';
  async function leave(): Promise<void> {
    const leaving = current;
    current = undefined;
    watch?.close();
    watch = undefined;
    await leaving?.close();
    jobsLock?.release();
    jobsLock = undefined;
  }
  async function enter(record: AccountRecord | undefined): Promise<void> {
    await leave();
    blocked = undefined;
    if (record === undefined) return;
    const opened = tryOpen(record);
    if (opened === undefined) return;
    current = opened;
    if (deps.runsJobs === false) return;
    jobsLock = tryLock(path.join(accounts.folder(record.id), 'jobs.lock'));
    employ(opened);
  }
  /** A damaged or newer archive must not keep Leqbook from starting: whoever asks for its data is told why. */
  function tryOpen(record: AccountRecord): OpenAccount | undefined {
    try {
      return openAccount(record, {
        folder: accounts.folder(record.id),
        clock,
        log,
        transport: deps.transport,
        connectionsPerHost: isPlain(record) ? deps.connectionsPerHost : undefined,
        baseUrl: baseUrl(record),
        key: session.key,
        announce,
        parserFile: deps.parserFile,
        writerFile: deps.writerFile,
      });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      blocked = error;
      log.warn({ error: error.error, account: record.id }, 'the archive does not open');
      return undefined;
    }
  }
  /** Puts the runners to work and lets the account's news out. */
  function employ(opened: OpenAccount): void {
    const { archive, api, network, meter, queue, levels, connections, writers, audioFolder } = opened;
    const shared = {
      archive,
      api,
      network,
      clock,
      log,
      announce,
      whenOffline: deps.whenOffline,
      onUnauthorized: session.rejected,
      connections,
      writers,
      lockFolder: (folder: string) => lockFolder(folder, log),
    };
    queue.register('sync', createSyncRunner({ ...shared, meter }));
    queue.register(
      'audio-export',
      createAudioExportRunner({ ...shared, version: deps.app.version, library: audioFolder }),
    );
    queue.register(
      'audio-fetch',
      createAudioFetchRunner({ ...shared, version: deps.app.version, folder: audioFolder }),
    );
    queue.register('audio-verify', createVerifyRunner());
    queue.register('marks-export', createMarksExportRunner({ ...shared, version: deps.app.version }));
    queue.register('data-export', createDataExportRunner({ ...shared, app: deps.app }));
    queue.onChange((job) => events.emit('job-changed', job));
    network.onChange((state) => events.emit('network-changed', state));
    levels.hint();
  }
  const session = createSession({
    accounts,
    host,
    clock,
    log,
    apiKey: deps.apiKey,
    keyWaitMs: deps.whenOffline === 'wait' ? KEY_WAIT_MS : undefined,
    async check(record, key, signal) {
      const network = createNetwork({ clock, lastOnlineAt: undefined });
      const pacer = createPacer({ clock });
      const api = createApi({ ...deps, baseUrl: baseUrl(record), key: () => key, pacer, network });
      return (await api.instruments(signal)).value;
    },
    open: enter,
    keep(instruments) {
      current?.archive.instruments.replace(instruments, clock.now());
      current?.network.reached();
      announce({ tables: ['instruments'], instruments: undefined });
    },
    changed(state) {
      events.emit('session-changed', state);
      if (current === undefined || state.state !== 'signed-in' || deps.runsJobs === false) return;
      if (jobsLock !== undefined) current.queue.resumeUnfinished();
      if (deps.whenOffline === 'wait')
        watch ??= watchNetwork({ clock, network: current.network, probe: current.probe });
    },
  });
  const open = () => {
    if (current === undefined) throw blocked ?? new Failure({ kind: 'signed-out' });
    return current;
  };
  await session.start();
  return {
    handlers: createHandlers({
      ...deps,
      session,
      folders,
      open,
      network: () => current?.network.state ?? unknownNetwork,
      announce,
      onChange: (listener) => void events.on('data-changed', listener),
      tellStep: (step) => events.emit('page-step', step),
    }),
    session,
    folders,
    on: events.on,
    open,
    hint: () => watch?.hint(),
    close: leave,
  };
}

/** Where a core keeps its log. */
export const logFile = (home: string): string => path.join(home, 'logs', 'leqbook.log');

function createEvents() {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  return {
    on<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
    emit<N extends EventName>(name: N, payload: Events[N]): void {
      for (const listener of listeners.get(name) ?? []) listener(payload as never);
    },
  };
}
