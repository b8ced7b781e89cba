/**
 * A core that answers the contract from canned, believable data, for looking at screens and testing them. It knows no
 * network and no disk; whatever a test wants otherwise it passes as handlers of its own.
 */
import { calls, type Calls, type Events, type Handlers } from '../../electron/contract/index';
import type {
  CalibrationHistory,
  FleetEntry,
  Job,
  KeepChoice,
  NetworkState,
  SessionState,
  Sound,
  Span,
  Tag,
} from '../../electron/contract/index';
import { Failure } from '../../electron/contract/result';
import { serve, type Port, type Server } from '../../electron/contract/rpc';
import { fakeAttention } from './fake-attention';
import { fakeDataEstimate, fakeEstimate, fakeKeep, fakeStrips, withChoices } from './fake-archive';
import { fakeFleet, fakeHistory, fakeMeasurements } from './fake-data';
import { fakeLevelsHandlers } from './fake-levels';
import { fakePassportHandlers } from './fake-passport';
import { fakePeople, fakePeopleHandlers, type FakePeople } from './fake-people';
import { fakeSaved, fakeSaveHandlers, type FakeSaved } from './fake-save';
import { fakeSearchHandlers } from './fake-search';
import { fakeSelectionHandlers } from './fake-selection';
import { fakeSoundHandlers } from './fake-sound-handlers';
import { fakeSounds, fakeTags } from './fake-sounds';
import { fakeSpectraHandlers } from './fake-spectra';
import { fakeSurroundingsHandlers } from './fake-surroundings';

const DAY = 86_400_000;
export const demoAccount = {
  id: 'demo',
  kind: 'demo',
  label: 'Demo account',
  createdAt: Date.UTC(2026, 9, 1),
  keyStored: false,
} as const;
export const cloudAccount = {
  id: 'acme',
  kind: 'cloud',
  label: 'Acme Acoustics',
  createdAt: Date.UTC(2026, 5, 1),
  keyStored: true,
} as const;

export interface FakeState {
  readonly now: number;
  session: SessionState;
  network: NetworkState;
  fleet: readonly FleetEntry[];
  history: CalibrationHistory;
  /** Newest first. */
  sounds: readonly Sound[];
  tags: readonly Tag[];
  jobs: readonly Job[];
  keep: readonly KeepChoice[];
  people: FakePeople;
  /** What the page asked to save. */
  saved: FakeSaved;
  freeBytes: number | undefined;
}
export interface FakeCore {
  readonly state: FakeState;
  readonly server: Server<Events>;
  /** Names of the calls that came, in order, with their input. */
  readonly asked: readonly { readonly name: string; readonly input: unknown }[];
}

export function fakeState(now: number): FakeState {
  return {
    now,
    session: {
      state: 'signed-in',
      account: demoAccount,
      accounts: [demoAccount, cloudAccount],
      keyFrom: 'keychain',
      keychainProblem: undefined,
    },
    network: { state: 'online', since: now - 7_200_000, lastOnlineAt: now - 60_000, reason: undefined },
    fleet: fakeFleet(now),
    history: fakeHistory(now),
    sounds: fakeSounds(now),
    tags: fakeTags,
    jobs: [],
    keep: [],
    people: fakePeople(),
    saved: fakeSaved(),
    freeBytes: 61_000_000_000,
  };
}
export const runningSync = (now: number): Job => ({
  id: 7,
  kind: 'sync',
  state: 'running',
  title: 'Sync, 31 days',
  activity: 'QT480112 · time history · 12 Nov',
  waiting: undefined,
  done: 412,
  total: 1_204,
  unit: 'requests',
  bytes: 48_200_000,
  transfer: undefined,
  startedAt: now - 95_000,
  endedAt: undefined,
  leftMs: 228_000,
  issues: [],
  summary: undefined,
  folder: undefined,
});

/** Answers on `port`. `overrides` replace single handlers; they see the same state. */
export function startFakeCore(options: {
  readonly port: Port;
  readonly state: FakeState;
  readonly overrides?: Partial<Handlers>;
}): FakeCore {
  const { port, state, overrides = {} } = options;
  const asked: { name: string; input: unknown }[] = [];
  const told = (): void => server.emit('data-changed', { tables: ['people'], instruments: undefined });
  const handlers = { ...defaultHandlers(state, told), ...overrides };
  const noted = Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      (input: unknown, signal: AbortSignal) => {
        asked.push({ name, input });
        return (handler as (input: unknown, signal: AbortSignal) => unknown)(input, signal);
      },
    ]),
  ) as unknown as Handlers;
  const server = serve<Calls, Events>({ port, calls, handlers: noted, bug: (cause) => String(cause) });
  return { state, server, asked };
}

function findJob(state: FakeState, id: number): Job {
  const job = state.jobs.find((candidate) => candidate.id === id);
  if (job === undefined) throw new Failure({ kind: 'not-found', what: 'The job' });
  return job;
}
function changeJob(state: FakeState, id: number, change: Partial<Job>): Job {
  const job = { ...findJob(state, id), ...change };
  state.jobs = state.jobs.map((candidate) => (candidate.id === id ? job : candidate));
  return job;
}
function addJob(state: FakeState, change: Partial<Job>): Job {
  const job = { ...runningSync(state.now), id: state.jobs.length + 1, done: 0, ...change };
  state.jobs = [...state.jobs, job];
  return job;
}
function sessionHandlers(state: FakeState) {
  const account = (id: string) => state.session.accounts.find((candidate) => candidate.id === id);
  return {
    'session.get': () => state.session,
    'session.signIn': () =>
      (state.session = {
        ...state.session,
        state: 'signed-in',
        account: cloudAccount,
        accounts: [cloudAccount],
      }),
    'session.exploreDemo': () =>
      (state.session = {
        ...state.session,
        state: 'signed-in',
        account: demoAccount,
        accounts: [demoAccount],
      }),
    'session.signOut': ({ data }: { data: 'keep' | 'delete' }) =>
      (state.session =
        data === 'keep'
          ? { ...state.session, state: 'signed-out' }
          : { ...state.session, state: 'none', account: undefined, accounts: [] }),
    'session.use': (input: { account: string }) =>
      (state.session = { ...state.session, account: account(input.account) }),
  } satisfies Partial<Handlers>;
}
function jobHandlers(state: FakeState) {
  return {
    'sync.estimate': ({ days, span }: { days?: number | undefined; span?: Span | undefined }) =>
      fakeEstimate(span === undefined ? (days ?? 31) : Math.ceil((span.to - span.from) / DAY), state.fleet),
    'sync.start': () => addJob(state, {}),
    'jobs.list': () => state.jobs,
    'jobs.pause': ({ id }: { id: number }) => changeJob(state, id, { state: 'paused' }),
    'jobs.resume': ({ id }: { id: number }) => changeJob(state, id, { state: 'running' }),
    'jobs.cancel': ({ id }: { id: number }) =>
      changeJob(state, id, { state: 'cancelled', endedAt: state.now }),
    'folders.choose': () => ({ handle: 'f1', path: '/media/usb/site-audio', freeBytes: 61_000_000_000 }),
    'folders.show': () => undefined,
  } satisfies Partial<Handlers>;
}
function archiveHandlers(state: FakeState) {
  const question = () => ({ now: state.now, fleet: state.fleet, choices: state.keep });
  return {
    'coverage.extent': () => ({ from: state.now - 400 * 86_400_000, to: state.now - 2 * 3_600_000 }),
    'coverage.strips': (input: { instruments?: string[] | undefined; span: Span }) =>
      fakeStrips(question(), input),
    'keep.get': () => fakeKeep(question(), state.freeBytes),
    'keep.set': ({ choices }: { choices: readonly KeepChoice[] }) => {
      state.keep = withChoices(state.keep, choices);
      return fakeKeep(question(), state.freeBytes);
    },
    'data.estimate': (input: {
      instruments?: string[] | undefined;
      datasets: readonly unknown[];
      span: Span;
    }) =>
      fakeDataEstimate(input.datasets.length, input.instruments?.length ?? state.fleet.length, input.span),
    'data.export': () =>
      addJob(state, { kind: 'data-export', title: 'Export data', unit: 'files', total: 9 }),
  } satisfies Partial<Handlers>;
}
/** @param told called after what people added has changed */
function defaultHandlers(state: FakeState, told: () => void): Handlers {
  return {
    ...sessionHandlers(state),
    ...jobHandlers(state),
    ...archiveHandlers(state),
    ...fakeSoundHandlers(state, (change) => addJob(state, change)),
    ...fakeLevelsHandlers(state.now),
    ...fakeSaveHandlers(state.saved),
    ...fakeSearchHandlers(state),
    ...fakeSpectraHandlers(state),
    ...fakeSelectionHandlers(),
    ...fakeSurroundingsHandlers(state),
    ...fakePassportHandlers(state),
    ...fakePeopleHandlers(state.people, state.now, told),
    'app.info': () => ({
      name: 'Leqbook',
      version: '0.1.0',
      electron: '33.2.1',
      packaged: false,
      dataFolder: '/home/ana/.local/share/leqbook',
    }),
    'app.licences': () => undefined,
    'network.get': () => state.network,
    'network.probe': () => state.network,
    'fleet.list': () => state.fleet,
    'attention.list': () => fakeAttention(state.now, state.fleet),
    'fleet.get': ({ instrument }) => {
      const entry = state.fleet.find((candidate) => candidate.instrument.serial === instrument);
      if (entry === undefined) throw new Failure({ kind: 'not-found', what: `The instrument ${instrument}` });
      return entry;
    },
    'calibration.history': () => state.history,
    'measurements.list': ({ span }) => fakeMeasurements(span),
    'coverage.list': () => [],
  };
}
