/** A strip of coverage as characters. Pure. */
import type { CoveragePiece, CoverageStrip, GapReason, Span } from '../contract/model';

type State = GapReason | 'held';
const SIGNS: Readonly<Record<State, readonly [utf8: string, ascii: string, words: string]>> = {
  held: ['█', '#', 'held'],
  'not-asked': ['·', '.', 'not asked'],
  empty: ['○', 'o', 'nothing there'],
  provisional: ['?', '?', 'may still come'],
  offline: ['~', '~', 'instrument offline'],
  'self-check': ['c', 'c', 'self-check'],
  forbidden: ['×', 'x', 'not for this key'],
  failed: ['!', '!', 'failed'],
};
const HOUR_MS = 3_600_000;
const WIDEST = 62;
/** Hours that one character may stand for: parts of a day, then whole days. */
const HOURS = [1, 2, 3, 4, 6, 8, 12, 24];
/** A gap this small a part of a character is not worth its sign. */
const UNSEEN = 0.02;

export const sign = (state: State, isAscii: boolean): string => SIGNS[state][isAscii ? 1 : 0];
export const legend = (isAscii: boolean): string =>
  Object.values(SIGNS)
    .map(([utf8, ascii, words]) => `${isAscii ? ascii : utf8} ${words}`)
    .join('  ');

/** How much time one character stands for, so that the span fits a line; ms. */
export function cellMs({ from, to }: Span): number {
  const hours = (to - from) / HOUR_MS;
  const fits = HOURS.find((each) => hours / each <= WIDEST);
  return (fits ?? Math.ceil(hours / WIDEST / 24) * 24) * HOUR_MS;
}

/** Each character tells what most of what is missing in its time is missing for; spaces are still to come. */
export function drawStrip(
  { span, pieces }: Pick<CoverageStrip, 'span' | 'pieces'>,
  msPerCell: number,
  isAscii: boolean,
): string {
  const count = Math.ceil((span.to - span.from) / msPerCell);
  let text = '';
  let first = 0;
  for (let i = 0; i < count; i += 1) {
    const cell = { from: span.from + i * msPerCell, to: Math.min(span.to, span.from + (i + 1) * msPerCell) };
    while ((pieces[first]?.to ?? Infinity) <= cell.from) first += 1;
    const state = stateOf(cell, pieces, first);
    text += state === undefined ? ' ' : sign(state, isAscii);
  }
  return text;
}

function stateOf(cell: Span, pieces: readonly CoveragePiece[], first: number): State | undefined {
  const shares = new Map<State, number>();
  for (let i = first; i < pieces.length; i += 1) {
    const { from = Infinity, to = 0, reason = 'held' } = pieces[i] ?? {};
    if (from >= cell.to) break;
    const ms = Math.min(to, cell.to) - Math.max(from, cell.from);
    shares.set(reason, (shares.get(reason) ?? 0) + ms);
  }
  const told = [...shares.values()].reduce((sum, ms) => sum + ms, 0);
  if (told === 0) return undefined;
  const missing = [...shares].filter(([state]) => state !== 'held').sort((a, b) => b[1] - a[1]);
  const missingMs = missing.reduce((sum, [, ms]) => sum + ms, 0);
  return missingMs <= told * UNSEEN ? 'held' : missing[0]?.[0];
}

/** Whether a terminal or file is read as UTF-8, by what the environment says. */
export function isUtf8(env: Readonly<Record<string, string | undefined>>, platform: string): boolean {
  // A console of Windows has a code page instead of a locale; its newer terminal takes UTF-8.
  if (platform === 'win32') return env['WT_SESSION'] !== undefined;
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  return /utf-?8/i.test(locale ?? '');
}
