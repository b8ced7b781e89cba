/** What this person chose last for an export of audio; kept in the page's own storage. */
import { DEFAULT_NAME } from '../../../electron/contract/default-name';
import type { AudioFormat } from '../../../electron/contract/index';
import { AUDIO_FORMATS } from './audio-formats';

export interface ExportMemory {
  readonly format: AudioFormat;
  readonly template: string;
}
const KEY = 'leqbook-audio-export';
const MOST_LETTERS = 200;

/** Anything not understood is as usual. */
export function readMemory(storage: Pick<Storage, 'getItem'>): ExportMemory {
  let saved: { format?: unknown; template?: unknown } = {};
  try {
    const parsed: unknown = JSON.parse(storage.getItem(KEY) ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) saved = parsed;
  } catch {
    // What cannot be read is not remembered.
  }
  const { template } = saved;
  const isName = typeof template === 'string' && template.length > 0 && template.length <= MOST_LETTERS;
  return {
    format: AUDIO_FORMATS.find(({ id }) => id === saved.format)?.id ?? 'FLAC',
    template: isName ? template : DEFAULT_NAME,
  };
}
export const keepMemory = (storage: Pick<Storage, 'setItem'>, { format, template }: ExportMemory): void =>
  storage.setItem(KEY, JSON.stringify({ format, template }));
