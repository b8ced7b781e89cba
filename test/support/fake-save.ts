/** Keeps what the page asked to save, as if the person had always agreed to the place. */
import type { CallInput, Handlers, SavedFile } from '../../electron/contract/index';
import type { saveCalls } from '../../electron/contract/save';

export interface FakeSaved {
  readonly tables: CallInput<'save.table'>[];
  readonly pictures: CallInput<'save.picture'>[];
  readonly pages: CallInput<'save.page'>[];
}
export const fakeSaved = (): FakeSaved => ({ tables: [], pictures: [], pages: [] });

export function fakeSaveHandlers(saved: FakeSaved): Pick<Handlers, keyof typeof saveCalls> {
  const at = (name: string, ending: string): SavedFile => ({
    path: `/home/ana/Documents/${name}.${ending}`,
    folder: { handle: 'documents', path: '/home/ana/Documents', freeBytes: undefined },
  });
  return {
    'save.table': (input) => {
      saved.tables.push(input);
      return at(input.name, input.format);
    },
    'save.picture': (input) => {
      saved.pictures.push(input);
      return at(input.name, 'png');
    },
    'save.page': (input) => {
      saved.pages.push(input);
      return at(input.name, 'pdf');
    },
    'save.step': () => undefined,
  };
}
