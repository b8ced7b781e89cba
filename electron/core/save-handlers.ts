/** The part of the contract in `contract/save.ts`: what is on show, as files where the person says. */
import path from 'node:path';
import type { Handlers } from '../contract';
import type { PlaceRequest } from '../contract/host';
import type { SavedFile, saveCalls } from '../contract/save';
import { shownTableFile } from './export/shown-table';
import { createPace } from './export/table-pace';
import type { HandlerDeps } from './handlers';
import { safePart } from './transfer/name-parts';
import { writeAtomically } from './write-atomically';

const LONGEST_NAME = 120;
/** The person may give it to whom they like. */
const MODE = 0o644;

export function createSaveHandlers({
  clock,
  host,
  folders,
  tellStep,
}: Pick<HandlerDeps, 'clock' | 'host' | 'folders' | 'tellStep'>): Pick<Handlers, keyof typeof saveCalls> {
  const fileName = (name: string, ending: PlaceRequest['ending']): string =>
    `${safePart(name, LONGEST_NAME, 'Leqbook')}.${ending}`;
  const savedAt = async (file: string): Promise<SavedFile> => ({
    path: file,
    folder: await folders.add(path.dirname(file)),
  });
  const save = async (
    name: string,
    ending: PlaceRequest['ending'],
    bytes: Uint8Array,
  ): Promise<SavedFile | undefined> => {
    const file = await host.choosePlace({ name: fileName(name, ending), ending });
    if (file === undefined) return undefined;
    writeAtomically(file, bytes, MODE);
    return savedAt(file);
  };
  return {
    // Made before the person is asked: what cannot be made needs no place.
    'save.table': async ({ name, format, table }, signal) =>
      save(
        name,
        format,
        await shownTableFile(table, { format, exportedAt: clock.now(), pace: createPace(signal) }),
      ),
    'save.picture': ({ name, png }) => save(name, 'png', png),
    async 'save.page'({ name, hash }, signal) {
      const file = await host.printPage({ hash, name: fileName(name, 'pdf') }, signal);
      return file === undefined ? undefined : savedAt(file);
    },
    'save.step'(step) {
      tellStep(step);
      return undefined;
    },
  };
}
