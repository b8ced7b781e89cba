/**
 * Names of audio files: safe on Windows, macOS, Linux and FAT whatever the service sends, sorted by time, and the same
 * every time. Nothing here touches a disk.
 */
import type { AudioFormat } from '../../contract/model';
import { UTC, zoneOf, type Zone } from '../export/table-time';
import { safePart, shorten, foldName, suffixOf, instrumentFolder, shortId } from './name-parts';
import { nameTimes, type NameTimes } from './name-times';
import { DEFAULT_TEMPLATE, fillTemplate, type NameField, type Template } from './template';

export interface NamedRecording {
  readonly id: string;
  readonly instrument: string;
  /** Epoch ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly trigger: string | undefined;
  readonly eventType?: string | undefined;
  /** What people call it. */
  readonly instrumentName?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}
export interface NameOptions {
  readonly format: AudioFormat;
  /** Length of the folder's own path, so that the whole stays below what Windows opens. */
  readonly rootLength?: number;
  /** Absent: the usual names. */
  readonly template?: Template | undefined;
  /** Of local times: an IANA name, or the zone of each instrument, by its serial. Absent: UTC. */
  readonly zone?: string | ((instrument: string) => Zone) | undefined;
}

const NAME_CHARS = 120;
const PATH_CHARS = 240;
/** File systems count bytes on Linux; room is left for what an unfinished file adds. */
const NAME_BYTES = 240;
const WORDED_CHARS = 40;
const SQUEEZED_CHARS = 12;
const LONGEST_S = 1e9;
const REMEMBERED = 1_000;
const PART_CHARS = '.etag.part'.length;
const FALLBACK = 'sound';
/** Devices on Windows, whatever follows their first dot. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$|clock\$)(\..*)?$/i;

function durationText({ from, to }: NamedRecording): string {
  const seconds = Math.max(0, to - from) / 1000;
  if (!Number.isFinite(seconds) || seconds > LONGEST_S) return '';
  return Number.isInteger(seconds) ? String(seconds) : seconds.toFixed(1);
}

/** What each field of a template stands for; those that a person or the service worded are at most `chars` long. */
function valuesOf(recording: NamedRecording, { zone, format, safe, folder }: Ready) {
  const serial = folder(recording.instrument);
  let local: NameTimes | undefined;
  const here = (): NameTimes => (local ??= nameTimes(recording.from, zone(recording.instrument)));
  const worded = (text: string | undefined, chars: number): string => {
    const whole = text === undefined || text === '' ? '' : safe(text);
    return shorten(whole, chars, chars * 2).replace(/[-_+]+$/, '');
  };
  return (field: NameField, chars: number): string => {
    switch (field) {
      case 'serial':
        return serial;
      case 'name':
        return worded(recording.instrumentName, chars) || serial;
      case 'trigger':
        return worded(recording.trigger, chars);
      case 'event':
        return worded(recording.eventType, chars);
      case 'tags':
        return worded(recording.tags?.join('+'), chars);
      case 'localTime':
        return dateTime(here());
      case 'utcTime':
        return dateTime(nameTimes(recording.from, UTC));
      case 'duration':
        return durationText(recording);
      case 'id':
        return shortId(recording.id);
      case 'ext':
        return format.toLowerCase();
      default:
        return here()[field];
    }
  };
}

const dateTime = ({ date, time }: NameTimes): string =>
  date === time ? date : `${date.replaceAll('-', '')}T${time}`;

/**
 * Where a recording goes, relative to the folder, with `/` between parts, by default as
 * `QT123456/2026-03-02/QT123456_20260302T101502Z_Default_19s.flac`. `suffix` tells apart what would be called the same.
 * Throws Failure `invalid` for a zone that is none.
 */
export function recordingPath(recording: NamedRecording, options: NameOptions, suffix = ''): string {
  const ready = readyNames(options);
  const valueOf = valuesOf(recording, ready);
  const end = `${suffix}.${ready.format.toLowerCase()}`;
  const room = PATH_CHARS - (options.rootLength ?? 0) - PART_CHARS - 2;
  const make = (chars: number) =>
    joinParts(
      fillTemplate(ready.template, (field) => valueOf(field, chars)),
      end,
    );
  const path = make(WORDED_CHARS);
  if (fits(path, room)) return path;
  let [least, most] = [1, WORDED_CHARS];
  while (most - least > 1) {
    const middle = (least + most) >> 1;
    if (fits(make(middle), room)) least = middle;
    else most = middle;
  }
  const short = make(least);
  return fits(short, room) ? short : squeeze(short, end, room);
}

/** A path of ours told apart from another in the same folder. */
export function withSuffix(path: string, suffix: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const name = path.slice(folder.length);
  const dot = name.lastIndexOf('.');
  const end = suffix + name.slice(dot);
  return (
    folder + shorten(name.slice(0, dot), NAME_CHARS - end.length, NAME_BYTES - PART_CHARS - end.length) + end
  );
}

/** Each part made legal, whatever the template's own words are. */
function joinParts(parts: readonly string[], end: string): string {
  return parts
    .map((part, i) => {
      const isFile = i === parts.length - 1;
      const tidy = part
        .replace(/^[\p{M}_+., -]+/u, '')
        .replace(/[_+., -]+$/, '')
        .normalize('NFC');
      const whole = (tidy === '' ? FALLBACK : tidy) + (isFile ? end : '');
      return RESERVED.test(whole) ? `${FALLBACK}-${whole}` : whole;
    })
    .join('/');
}

function fits(path: string, room: number): boolean {
  if (path.length > room) return false;
  return path
    .split('/')
    .every((part) => part.length <= NAME_CHARS && Buffer.byteLength(part) <= NAME_BYTES - PART_CHARS);
}

/** For a folder so deep that nothing sensible fits: each part cut, the name last; a suffix then tells files apart. */
function squeeze(path: string, end: string, room: number): string {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  const cut = (text: string, chars: number) => joinParts([shorten(text, chars, NAME_BYTES / 2)], '');
  const before = folders.length === 0 ? '' : `${folders.map((part) => cut(part, SQUEEZED_CHARS)).join('/')}/`;
  const chars = Math.max(SQUEEZED_CHARS, Math.min(NAME_CHARS, room - before.length) - end.length);
  return before + joinParts([shorten(name.slice(0, -end.length), chars, NAME_BYTES / 2)], end);
}

/** What is the same for every name of an export; {@link readyNames} looks it up once for who names many. */
export interface Ready extends NameOptions {
  readonly template: Template;
  readonly zone: (instrument: string) => Zone;
  /** {@link safePart} and {@link instrumentFolder}, remembered: a few words make up a hundred thousand names. */
  readonly safe: (text: string) => string;
  readonly folder: (serial: string) => string;
}
export function readyNames(options: NameOptions | Ready): Ready {
  if ('safe' in options) return options;
  const { zone, template = DEFAULT_TEMPLATE } = options;
  return {
    ...options,
    template,
    zone: typeof zone === 'function' ? zone : oneZone(zoneOf(zone)),
    safe: remembered((text) => safePart(text, WORDED_CHARS, '')),
    folder: remembered(instrumentFolder),
  };
}

const oneZone = (zone: Zone) => () => zone;

function remembered(make: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= REMEMBERED) known.clear();
    const made = make(text);
    known.set(text, made);
    return made;
  };
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
  const steps = assigning(recordings, readyNames(options), taken);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** As {@link assignPaths}, a path at a time. */
export function* assigning(
  recordings: readonly NamedRecording[],
  ready: Ready,
  taken: ReadonlyMap<string, string | undefined>,
): Generator<undefined, ReadonlyMap<string, string>> {
  const used = new Map(taken);
  const paths = new Map<string, string>();
  const inOrder = [...recordings].sort(byTime);
  for (const recording of inOrder) {
    if (paths.has(recording.id)) continue;
    const path = freePath(recording, ready, used);
    used.set(foldName(path), recording.id);
    paths.set(recording.id, path);
    yield;
  }
  return paths;
}

/** In order of time, those without one last, and always the same. */
export function byTime(a: NamedRecording, b: NamedRecording): number {
  const at = ({ from }: NamedRecording) => (Number.isNaN(from) ? Infinity : from);
  return at(a) - at(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function freePath(
  recording: NamedRecording,
  ready: Ready,
  used: ReadonlyMap<string, string | undefined>,
): string {
  for (let attempt = 0; ; attempt++) {
    const suffix = attempt === 0 ? '' : suffixOf(recording.id + '#'.repeat(attempt - 1));
    const path = recordingPath(recording, ready, suffix);
    const folded = foldName(path);
    if (!used.has(folded) || used.get(folded) === recording.id) return path;
  }
}

/** Whether a path from a manifest stays inside its folder, on every system. */
export function isInnerPath(path: string): boolean {
  if (path.length > 1_024 || /[\\:\p{Cc}]/u.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/[. ]$/.test(part));
}
