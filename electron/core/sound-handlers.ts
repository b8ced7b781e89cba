/** The part of the contract that is about sound, onto the modules that do the work. */
import type { Handlers } from '../contract';
import { exportMarks } from './export/marks';
import { previewNames } from './export/preview';
import { estimateAudio, startAudioExport, startAudioFetch } from './export/start';
import { startVerify } from './export/verify-job';
import type { HandlerDeps } from './handlers';
import { listSounds } from './queries/sounds';

type SoundCalls = Extract<
  keyof Handlers,
  `sounds.${string}` | `tags.${string}` | `marks.${string}` | `audio.${string}`
>;

export function createSoundHandlers(deps: HandlerDeps): Pick<Handlers, SoundCalls> {
  const { open, folders, clock } = deps;
  const sounds = () => open().archive.sounds;
  const told = () => deps.announce({ tables: ['marks'], instruments: undefined });
  return {
    'sounds.list': (input) => listSounds(open(), input),
    async 'sounds.position'({ filter, order, id }) {
      await sounds().prepare(filter);
      return sounds().position(filter, order, id);
    },
    'sounds.facets': ({ filter }) => sounds().facets(filter),
    'sounds.mark'({ marks }) {
      const before = sounds().mark(marks, clock.now());
      told();
      return before;
    },
    'tags.get': () => sounds().tags(),
    'tags.set'({ tags }) {
      sounds().setTags(tags);
      told();
      return sounds().tags();
    },
    'marks.export': ({ folder, ...request }) =>
      exportMarks(open().archive, { ...request, folder: folders.path(folder) }),
    'audio.estimate': ({ folder, ...request }) =>
      estimateAudio(open(), { ...request, folder: folder === undefined ? undefined : folders.path(folder) }),
    'audio.names': (request) => previewNames(open().archive, request),
    'audio.export': ({ folder, ...request }) =>
      startAudioExport(open(), { ...request, folder: folders.path(folder) }),
    'audio.fetch': ({ ids, format }) => startAudioFetch(open(), ids, format),
    'audio.verify': ({ folder }) => startVerify(open(), folders.path(folder)),
  };
}
