/** The fields that names of exported files are made of, and how one gets into a template. Pure. */
import { DEFAULT_NAME } from '../../../electron/contract/default-name';

export interface NameField {
  readonly id: string;
  readonly means: string;
}
/** In the order in which they are offered. */
export const NAME_FIELDS: readonly NameField[] = [
  { id: 'serial', means: 'the serial of the instrument' },
  { id: 'name', means: 'the name of the instrument' },
  { id: 'date', means: 'the day it began, such as 2026-03-02' },
  { id: 'time', means: 'when it began, by the clock' },
  { id: 'localTime', means: 'day and time with its offset' },
  { id: 'utcTime', means: 'day and time in UTC' },
  { id: 'trigger', means: 'the trigger that started it' },
  { id: 'event', means: 'the type of its event' },
  { id: 'duration', means: 'how long it is, in seconds' },
  { id: 'tags', means: 'what it was tagged with' },
  { id: 'id', means: 'a short form of its id' },
  { id: 'year', means: 'the year it began' },
  { id: 'month', means: 'the month it began' },
  { id: 'day', means: 'the day of the month it began' },
];
const END = '.{ext}';

/** The template with a field put in place of a selection, parted from what stands before, and where typing goes on. */
export function insertField(
  template: string,
  field: string,
  selection: { readonly from: number; readonly to: number },
): { readonly template: string; readonly caret: number } {
  // What comes after the ending would be no name any more.
  const last = template.endsWith(END) ? template.length - END.length : template.length;
  const [from, to] = [Math.min(selection.from, last), Math.min(selection.to, last)];
  const before = template.slice(0, from);
  const text = `${/[\p{L}\p{Nd}}]$/u.test(before) ? '_' : ''}{${field}}`;
  return { template: before + text + template.slice(to), caret: before.length + text.length };
}

/** Absent when it is the usual one: that may become better. */
export const nameRequest = (template: string): { readonly name?: string } =>
  template === DEFAULT_NAME ? {} : { name: template };

/** Its folders, each with its slash, and its own name. */
export function partsOf(path: string): { readonly folders: readonly string[]; readonly file: string } {
  const parts = path.split('/');
  return { folders: parts.slice(0, -1).map((part) => `${part}/`), file: parts.at(-1) ?? '' };
}
