/** The contract, call by call, onto the modules that do the work. */
import type { Events, Handlers, SyncRequest } from '../contract';
import type { AppInfo, NetworkState } from '../contract/model';
import type { Host } from '../contract/host';
import type { OpenAccount } from './account';
import { createAttentionHandlers } from './attention-handlers';
import type { Clock } from './clock';
import type { Folders } from './folders';
import { estimateData, startDataExport } from './export/data';
import { createPace } from './export/table-pace';
import { createLevelsHandlers } from './levels-handlers';
import { createPassportHandlers } from './passport-handlers';
import { createPeopleHandlers } from './people-handlers';
import { heldExtent } from './extent';
import { readCalibrations } from './queries/calibration';
import { readStrips } from './queries/coverage';
import { getFleetEntry, listFleet } from './queries/fleet';
import { readKeep } from './queries/keep';
import { listMeasurements } from './queries/measurements';
import { createSaveHandlers } from './save-handlers';
import { createSearchHandlers } from './search-handlers';
import { createSelectionHandlers } from './selection-handlers';
import type { Session } from './session';
import { createSoundHandlers } from './sound-handlers';
import { createSpectraHandlers } from './spectra-handlers';
import { createSurroundingsHandlers } from './surroundings-handlers';
import { estimateSync } from './sync/estimate';
import { isAnswer } from './sync/plan';

export interface HandlerDeps {
  readonly home: string;
  readonly app: Pick<AppInfo, 'version' | 'electron' | 'packaged'>;
  readonly host: Host;
  readonly clock: Clock;
  readonly session: Session;
  readonly folders: Folders;
  /** Throws Failure when no account is open. */
  readonly open: () => OpenAccount;
  readonly network: () => NetworkState;
  /** `stop`: for a command, which can wait for what is read in the background. */
  readonly whenOffline: 'wait' | 'stop';
  readonly announce: (change: Events['data-changed']) => void;
  /** Told of every change that is announced, for as long as the core lives. */
  readonly onChange: (listener: (change: Events['data-changed']) => void) => void;
  readonly tellStep: (step: Events['page-step']) => void;
}

export function createHandlers(deps: HandlerDeps): Handlers {
  const { session, folders, open, host, clock } = deps;
  const archive = () => open().archive;
  const queue = () => open().queue;
  const jobFolder = (handle: string): string => {
    const id = /^job:(\d+)$/.exec(handle)?.[1];
    const folder = id === undefined ? undefined : archive().jobs.get(Number(id))?.request['folder'];
    return typeof folder === 'string' ? folder : folders.path(handle);
  };
  return {
    'app.info': () => ({ name: 'Leqbook', ...deps.app, dataFolder: deps.home }),
    async 'app.licences'() {
      await host.showLicences();
      return undefined;
    },
    'session.get': () => session.state(),
    'session.signIn': (input, signal) => session.signIn(input, signal),
    'session.exploreDemo': () => session.exploreDemo(),
    'session.signOut': ({ data }) => session.signOut(data),
    'session.use': ({ account }) => session.use(account),
    'network.get': deps.network,
    async 'network.probe'(_input, signal) {
      await open().probe(signal);
      return open().network.state;
    },
    'fleet.list': (_input, signal) => listFleet(archive(), createPace(signal)),
    'fleet.get': ({ instrument }) => getFleetEntry(archive(), instrument),
    'calibration.history': ({ instrument }) => readCalibrations(archive(), instrument),
    'measurements.list': ({ instrument, span }) => listMeasurements(archive(), instrument, span),
    'coverage.list': ({ instrument }) =>
      archive()
        .coverage.list(instrument === undefined ? {} : { instruments: [instrument] })
        .filter(isAnswer),
    'coverage.strips': (input) => readStrips(archive(), clock.now(), input),
    'coverage.extent': ({ instrument }) => heldExtent(archive(), instrument),
    'keep.get': () => readKeep({ ...open(), clock }),
    'keep.set'({ choices }) {
      archive().keep.put(choices);
      deps.announce({ tables: ['keep'], instruments: undefined });
      return readKeep({ ...open(), clock });
    },
    'sync.estimate': (request) => estimateSync({ ...open(), clock }, request),
    'sync.start': (request) => queue().start('sync', syncTitle(request), request),
    'jobs.list': () => queue().list(),
    'jobs.pause': ({ id }) => queue().pause(id),
    'jobs.resume': ({ id }) => queue().resume(id),
    'jobs.cancel': ({ id }) => queue().cancel(id),
    async 'folders.choose'() {
      const path = await host.chooseFolder();
      return path === undefined ? undefined : folders.add(path);
    },
    async 'folders.show'({ handle }) {
      await host.showFolder(jobFolder(handle));
      return undefined;
    },
    'data.estimate': ({ format, ...choice }) => estimateData(archive(), choice, format),
    'data.export': ({ folder, ...request }) =>
      startDataExport(open(), { ...request, folder: folders.path(folder) }),
    // The folder of an earlier export can be verified, or exported to again.
    ...createAttentionHandlers(deps),
    ...createLevelsHandlers(deps),
    ...createSelectionHandlers(deps),
    ...createSpectraHandlers(deps),
    ...createSurroundingsHandlers(deps),
    ...createPassportHandlers(deps),
    ...createPeopleHandlers(deps),
    ...createSaveHandlers(deps),
    ...createSearchHandlers(deps),
    ...createSoundHandlers({ ...deps, folders: { ...folders, path: jobFolder } }),
  };
}

function syncTitle({ instruments, days, span }: SyncRequest): string {
  const which =
    instruments === undefined
      ? 'all instruments'
      : instruments.length === 1
        ? String(instruments[0])
        : `${instruments.length} instruments`;
  const back = days === undefined ? 'as kept' : days === 1 ? 'last day' : `last ${days} days`;
  return `Sync ${which}, ${span === undefined ? back : 'chosen dates'}`;
}
