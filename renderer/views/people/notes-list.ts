/** Which notes are shown, where each leads, and what their file holds. Pure. */
import type { Entry, ShownTable, Span } from '../../../electron/contract/index';
import { entryText, kindWord } from './words';

export type NoteKind = 'all' | 'note' | 'exclusion';
export interface NoteFilter {
  readonly kind: NoteKind;
  readonly text: string;
  readonly removed: boolean;
}

/** Those in which every typed word occurs, in what it says or by whom. */
export function filterNotes(
  entries: readonly Entry[],
  { kind, text, removed }: NoteFilter,
): readonly Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const said = `${entryText(entry)} ${entry.author}`.toLowerCase();
    return (
      (removed || entry.removedAt === undefined) &&
      (kind === 'all' || entry.added.kind === kind) &&
      words.every((word) => said.includes(word))
    );
  });
}

const LEAST_MS = 10 * 60_000;
/** What it is about, with some time before and after it; undefined for what is of all time. */
export function timeAround({ from, to = from }: Pick<Entry, 'from' | 'to'>): Span | undefined {
  if (from === undefined || to === undefined) return undefined;
  const margin = Math.max(LEAST_MS, (to - from) / 2);
  return { from: Math.round(from - margin), to: Math.round(to + margin) };
}

export function notesTable(entries: readonly Entry[], zone: string): Omit<ShownTable, 'facts'> {
  const time = (name: string) => ({ name, kind: 'time' as const });
  const text = (name: string) => ({ name, kind: 'text' as const });
  return {
    columns: [
      ...[text('What'), time('From'), time('To'), { name: 'Length', kind: 'number' as const, unit: 's' }],
      ...[text('Text'), text('By'), time('Written'), time('Changed'), time('Removed')],
    ],
    rows: entries.map((entry) => {
      const { added, from, to = from, author, createdAt, changedAt, removedAt } = entry;
      return [
        ...[kindWord(added.kind), from ?? null, to ?? null],
        from === undefined || to === undefined ? null : (to - from) / 1_000,
        ...[entryText(entry), author === '' ? null : author, createdAt],
        ...[changedAt === createdAt ? null : changedAt, removedAt ?? null],
      ];
    }),
    zone,
  };
}
