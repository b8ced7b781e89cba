/**
 * Names of audio files: safe on Windows, macOS, Linux and FAT whatever the service sends, sorted by time, and the same
 * every time. Nothing here touches a disk.
 */
import { createHash } from 'node:crypto';
import sanitize from 'sanitize-filename';
import type { AudioFormat } from '../../contract/model';

export interface NamedRecording {
  readonly id: string;
  readonly instrument: string;
  /** Epoch ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly trigger: string | undefined;
}
export interface NameOptions {
  readonly format: AudioFormat;
  /** Length of the folder's own path, so that the whole stays below what Windows opens. */
  readonly rootLength?: number;
  /** Minutes east of UTC that names are written in; absent: UTC. */
  readonly offsetMinutes?: (time: number) => number;
}

const NAME_CHARS = 120;
const PATH_CHARS = 240;
/** File systems count bytes on Linux; room is left for what an unfinished file adds. */
const NAME_BYTES = 240;
const SERIAL_CHARS = 32;
const TRIGGER_CHARS = 40;
const MIN_NAME_CHARS = 84;
const HASH_CHARS = 6;
const PART_CHARS = '.etag.part'.length;
const MINUTE_MS = 60_000;

/**
 * Text as one part of a name: letters, digits, `-`, `_`, `+` of any script, never empty, never a reserved name, never
 * beginning with what a shell or a file list treats specially.
 */
export function safePart(text: string, maxChars: number, fallback: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[^\p{L}\p{M}\p{Nd}_+-]+/gu, '-')
    .replace(/-{2,}/g, '-')
    .normalize('NFC');
  const trimmed = shorten(plain.replace(/^[\p{M}_+-]+/u, ''), maxChars, maxChars * 2);
  const part = sanitize(trimmed.replace(/[-_+]+$/, '')).normalize('NFC');
  return part === '' ? fallback : part;
}

/** At most so many UTF-16 units and UTF-8 bytes, cut between characters. */
function shorten(text: string, chars: number, bytes: number): string {
  let units = 0;
  let size = 0;
  let result = '';
  for (const letter of text) {
    units += letter.length;
    size += Buffer.byteLength(letter);
    if (units > chars || size > bytes) break;
    result += letter;
  }
  return result;
}

/** What a file system that ignores case and composition sees; stricter than any of them. */
export const foldName = (path: string): string =>
  path.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');

const hash = (text: string, chars = HASH_CHARS): string =>
  createHash('sha256').update(text).digest('hex').slice(0, chars);

/** Tells apart what would be called the same; always the same for an id. */
export const suffixOf = (id: string): string => `_${hash(id)}`;

/** An instrument's folder; a serial that had to be changed carries a hash, so that two never become one. */
export function instrumentFolder(serial: string): string {
  const part = safePart(serial, SERIAL_CHARS, 'instrument');
  return part === serial ? part : `${part}-${hash(serial)}`;
}

interface Stamp {
  readonly date: string;
  readonly time: string;
}
function stamp(time: number, offsetMinutes: number): Stamp {
  const local = new Date(time + offsetMinutes * MINUTE_MS);
  const year = local.getUTCFullYear();
  // What a broken clock sent, or no time at all.
  if (!(year >= 0 && year <= 9_999)) return { date: 'undated', time: 'undated' };
  const iso = local.toISOString();
  const date = iso.slice(0, iso.indexOf('T'));
  const clock = iso.slice(date.length + 1, date.length + 9).replaceAll(':', '');
  const ms = iso.slice(-4, -1);
  const zone = offsetMinutes === 0 ? 'Z' : formatOffset(offsetMinutes);
  return { date, time: `${date.replaceAll('-', '')}T${clock}${ms === '000' ? '' : `_${ms}`}${zone}` };
}

function formatOffset(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
}

function durationText(recording: NamedRecording): string {
  const seconds = Math.max(0, recording.to - recording.from) / 1000;
  if (!Number.isFinite(seconds)) return '';
  return `_${Number.isInteger(seconds) ? String(seconds) : seconds.toFixed(1)}s`;
}

/**
 * Where a recording goes, relative to the folder, with `/` between parts:
 * `QT123456/2026-03-02/QT123456_20260302T101502Z_Default_19s.flac`. `suffix` tells apart what would be called the same.
 */
export function recordingPath(recording: NamedRecording, options: NameOptions, suffix = ''): string {
  const at = stamp(recording.from, options.offsetMinutes?.(recording.from) ?? 0);
  const serial = instrumentFolder(recording.instrument);
  const folder = `${serial}/${at.date}`;
  const before = `${serial}_${at.time}`;
  const after = `${durationText(recording)}${suffix}.${options.format.toLowerCase()}`;
  const room = PATH_CHARS - (options.rootLength ?? 0) - folder.length - PART_CHARS - 2;
  const limit = Math.max(MIN_NAME_CHARS, Math.min(NAME_CHARS, room));
  const chars = Math.min(TRIGGER_CHARS, limit - before.length - after.length - 1);
  const bytes = NAME_BYTES - Buffer.byteLength(before + after) - PART_CHARS - 1;
  const full = safePart(recording.trigger ?? '', TRIGGER_CHARS, '');
  const trigger = shorten(full, Math.max(0, chars), Math.max(0, bytes)).replace(/[-_+]+$/, '');
  return `${folder}/${before}${trigger === '' ? '' : `_${trigger}`}${after}`;
}

/**
 * A path for each recording. Who has a path keeps it; the others get theirs in order of time, and one that is taken is
 * told apart by a hash of the recording's id.
 * @param taken folded paths in use, by whom; undefined: by something that is not ours.
 */
export function assignPaths(
  recordings: readonly NamedRecording[],
  options: NameOptions,
  taken: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, string> {
  const used = new Map(taken);
  const paths = new Map<string, string>();
  const inOrder = [...recordings].sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  for (const recording of inOrder) {
    if (paths.has(recording.id)) continue;
    const path = freePath(recording, options, used);
    used.set(foldName(path), recording.id);
    paths.set(recording.id, path);
  }
  return paths;
}

function freePath(
  recording: NamedRecording,
  options: NameOptions,
  used: ReadonlyMap<string, string | undefined>,
): string {
  for (let attempt = 0; ; attempt++) {
    const suffix = attempt === 0 ? '' : suffixOf(recording.id + '#'.repeat(attempt - 1));
    const path = recordingPath(recording, options, suffix);
    const folded = foldName(path);
    if (!used.has(folded) || used.get(folded) === recording.id) return path;
  }
}

/** Whether a path from a manifest stays inside its folder, on every system. */
export function isInnerPath(path: string): boolean {
  if (path.length > 1_024 || path.includes('\\') || path.includes('\0') || path.includes(':')) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/[. ]$/.test(part));
}
