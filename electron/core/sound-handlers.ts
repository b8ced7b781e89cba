/** The part of the contract that is about sound, onto the modules that do the work. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Handlers, SoundMark } from '../contract';
import { startMarksExport } from './export/marks';
import { previewNames } from './export/preview';
import { estimateAudio } from './export/estimate';
import { startAudioExport, startAudioFetch } from './export/start';
import { startVerify } from './export/verify-job';
import type { HandlerDeps } from './handlers';
import { soundPlaces } from './queries/places';
import { listSounds } from './queries/sounds';
import { userName } from './user-name';

type SoundCalls = Extract<
  keyof Handlers,
  `sounds.${string}` | `tags.${string}` | `marks.${string}` | `audio.${string}`
>;

export function createSoundHandlers(deps: HandlerDeps): Pick<Handlers, SoundCalls> {
  const { open, folders, clock } = deps;
  const sounds = () => open().archive.sounds;
  const told = () => deps.announce({ tables: ['marks'], instruments: undefined });
  const levelsRead = () => open().levels.caughtUp(LEVELS_PATIENCE_MS[deps.whenOffline]);
  return {
    'sounds.list': (input) => listSounds(open(), input),
    'sounds.places': (input) => soundPlaces(open(), input),
    async 'sounds.position'({ filter, order, id }) {
      await sounds().prepare(filter);
      return sounds().position(filter, order, id);
    },
    'sounds.facets': ({ filter }) => sounds().facets(filter),
    async 'sounds.mark'({ marks }) {
      const before: SoundMark[] = [];
      for (let at = 0; at < marks.length; at += MARKED_AT_ONCE) {
        if (at > 0) await letOthersRun();
        before.push(...sounds().mark(marks.slice(at, at + MARKED_AT_ONCE), clock.now(), userName()));
      }
      told();
      return before;
    },
    'tags.get': () => sounds().tags(),
    'tags.set'({ tags }) {
      sounds().setTags(tags);
      told();
      return sounds().tags();
    },
    async 'marks.export'({ folder, ...request }) {
      await levelsRead();
      await sounds().prepare(request.filter);
      return startMarksExport(open(), { ...request, folder: folders.path(folder) });
    },
    async 'audio.estimate'({ folder, ...request }) {
      await sounds().prepare(request.filter);
      const path = folder === undefined ? undefined : folders.path(folder);
      return estimateAudio(open(), { ...request, folder: path });
    },
    async 'audio.names'(request) {
      await sounds().prepare(request.filter);
      return previewNames(open().archive, request);
    },
    async 'audio.export'({ folder, ...request }) {
      await levelsRead();
      await sounds().prepare(request.filter);
      return startAudioExport(open(), { ...request, folder: folders.path(folder) });
    },
    async 'audio.fetch'({ ids, format, metered }) {
      await sounds().prepare({ ids });
      return startAudioFetch(open(), ids, format, metered);
    },
    'audio.verify': ({ folder }) => startVerify(open(), folders.path(folder)),
  };
}

/** How long an export waits for levels that were not read yet, for they stand in what is exported. */
const LEVELS_PATIENCE_MS = { wait: 3_000, stop: 600_000 };
/** The thread is free in between. */
const MARKED_AT_ONCE = 1_000;
