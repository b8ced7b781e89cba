/** What people said of a sound, in words: a line of a table, or a label track for Audacity. Pure. */
import type { KeptMark, SoundRow } from '../db/sound-store';
import { guarded } from './csv';
import { formatTime, type Zone } from './table-time';

export interface Said {
  readonly row: SoundRow;
  readonly mark: KeptMark | undefined;
}

export const COLUMNS: readonly string[] = [
  ...['sound', 'instrument', 'startUtc', 'endUtc', 'startLocal', 'endLocal', 'zone'],
  ...['trigger', 'LAeq', 'LAFMax', 'tags', 'note', 'setAt', 'setBy'],
];

export function lineOf(row: SoundRow, mark: KeptMark, zone: Zone): readonly string[] {
  const level = (value: number | undefined) => (value === undefined ? '' : value.toFixed(1));
  return [
    ...[guarded(row.id), guarded(row.instrument)],
    ...[formatTime(row.from), formatTime(row.to), formatTime(row.from, zone), formatTime(row.to, zone)],
    ...[zone.name, guarded(row.trigger ?? ''), level(row.levels?.LAeq), level(row.levels?.LAFMax)],
    ...[guarded(mark.tags.join('; ')), guarded(mark.note ?? '')],
    ...[formatTime(mark.at), guarded(mark.by)],
  ];
}

/**
 * A label for what was said, over all of it, and one for its trigger; seconds from where the sound begins. Empty when
 * there is neither.
 */
export function trackOf({ row, mark }: Said, titles: ReadonlyMap<string, string>): string {
  const { from, to, trigger, triggerFrom = from, triggerTo = to } = row;
  const tags = mark?.tags.map((tag) => titles.get(tag) ?? tag).join(', ') ?? '';
  const text = [tags, mark?.note ?? ''].filter((part) => part !== '').join(': ');
  return [
    ...(text === '' ? [] : [label(0, to - from, text)]),
    ...(trigger === undefined ? [] : [label(triggerFrom - from, triggerTo - from, `Trigger: ${trigger}`)]),
  ].join('');
}

function label(fromMs: number, toMs: number, text: string): string {
  const first = Math.max(0, fromMs);
  const seconds = (ms: number) => (ms / 1_000).toFixed(6);
  // One line and three columns, whatever was typed.
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return `${seconds(first)}\t${seconds(Math.max(first, toMs))}\t${plain}\n`;
}
