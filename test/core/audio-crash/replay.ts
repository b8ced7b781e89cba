/**
 * What a disk may hold after a power cut, made from a record of what was done to it. Only what was synced before the cut
 * is sure. Of the rest, each write may be there, missing or torn, a file may have grown without its bytes, and each name
 * in a folder may be as it was at any time since that folder was last synced.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Act {
  readonly act: string;
  readonly isFolder: boolean;
  readonly name: string;
  readonly data: Buffer;
  readonly inode: bigint;
  /** Offset of a write, size after a truncation, number of a sync. */
  readonly at: bigint;
}

const HEAD_BYTES = 24;

/** Reads the log of `witness.c`. */
export function readLog(log: Buffer): readonly Act[] {
  const acts: Act[] = [];
  for (let p = 0; p + HEAD_BYTES <= log.length;) {
    const nameBytes = log.readUInt16LE(p + 2);
    const dataBytes = log.readUInt32LE(p + 4);
    const name = p + HEAD_BYTES;
    acts.push({
      act: String.fromCharCode(log.readUInt8(p)),
      isFolder: log.readUInt8(p + 1) === 1,
      inode: log.readBigUInt64LE(p + 8),
      at: log.readBigUInt64LE(p + 16),
      name: log.toString('utf8', name, name + nameBytes),
      data: log.subarray(name + nameBytes, name + nameBytes + dataBytes),
    });
    p = name + nameBytes + dataBytes;
  }
  return acts;
}

interface Change {
  readonly at: number;
  /** Undefined: the file is cut or made longer to `at`. */
  readonly bytes: Buffer | undefined;
}
interface File {
  readonly isFolder: boolean;
  readonly changes: Change[];
  /** How many of the changes are sure. */
  sure: number;
}
interface Entry {
  readonly name: string;
  /** Undefined: nothing has that name any more. */
  readonly file: File | undefined;
  /** The two halves of a rename share it. */
  readonly group: number;
}
interface Folder {
  readonly entries: Entry[];
  sure: number;
}
/** A disk at one moment, with all that is not sure yet. Folders are known by their path below the root, which is ''. */
type Disk = ReadonlyMap<string, Folder>;

const folderOf = (name: string): string => (name.includes('/') ? path.posix.dirname(name) : '');

/** What the first `count` acts make of an empty folder. */
export function diskAfter(acts: readonly Act[], count: number): Disk {
  const disk = new Map<string, Folder>([['', { entries: [], sure: 0 }]]);
  const byInode = new Map<bigint, File>();
  const syncs = new Map<bigint, () => void>();
  const folder = (name: string): Folder => {
    const found = disk.get(name);
    if (found === undefined) throw new Error(`the record knows no folder ${name}`);
    return found;
  };
  const enter = (name: string, file: File | undefined, group: number): void =>
    void folder(folderOf(name)).entries.push({ name: path.posix.basename(name), file, group });
  const now = (name: string): File | undefined =>
    folder(folderOf(name)).entries.findLast((entry) => entry.name === path.posix.basename(name))?.file;
  acts.slice(0, count).forEach(({ act, isFolder, name, data, inode, at }, group) => {
    const file = byInode.get(inode);
    if (act === 'c') {
      const made: File = { isFolder, changes: [], sure: 0 };
      byInode.set(inode, made);
      if (isFolder) disk.set(name, { entries: [], sure: 0 });
      enter(name, made, group);
    } else if (act === 'w') file?.changes.push({ at: Number(at), bytes: data });
    else if (act === 't') file?.changes.push({ at: Number(at), bytes: undefined });
    else if (act === 'u') enter(name, undefined, group);
    else if (act === 'r') {
      const moved = now(name);
      enter(name, undefined, group);
      enter(data.toString('utf8'), moved, group);
    } else if (act === 'b') syncs.set(at, isFolder ? sureLater(folder(name)) : sureLater(file));
    else if (act === 'e') syncs.get(at)?.();
  });
  return disk;
}

/** Remembers what is there when a sync begins; that is sure once it has ended. */
function sureLater(what: Folder | File | undefined): () => void {
  if (what === undefined) return () => undefined;
  const length = 'entries' in what ? what.entries.length : what.changes.length;
  return () => {
    what.sure = Math.max(what.sure, length);
  };
}

/** What is in a folder by name; `pick` chooses among a number of choices, 0 the oldest. */
function namesIn(
  { entries, sure }: Folder,
  pick: (choices: number) => number,
  ordered: boolean,
): Map<string, File> {
  const names = new Map<string, File | undefined>();
  const set = ({ name, file }: Entry): void => void names.set(name, file);
  entries.slice(0, sure).forEach(set);
  const open = entries.slice(sure);
  if (ordered) {
    // As a journal keeps them: up to some moment, and a rename whole or not at all.
    const groups = [...new Set(open.map(({ group }) => group))];
    const until = pick(groups.length + 1);
    open.filter(({ group }) => groups.indexOf(group) < until).forEach(set);
  } else for (const entry of shuffled(open, pick)) set(entry);
  return new Map([...names].filter((entry): entry is [string, File] => entry[1] !== undefined));
}

/**
 * Each name as it was at some time of its own. A name that a rename takes away is only gone where the new one is there:
 * file systems that cannot do both at once write the new one first.
 */
function shuffled(open: readonly Entry[], pick: (choices: number) => number): readonly Entry[] {
  const statesOf = (name: string): readonly Entry[] => open.filter((entry) => entry.name === name);
  const names = new Set(open.map(({ name }) => name));
  const kept = new Set<Entry>();
  for (const name of names) {
    const states = statesOf(name);
    for (const entry of states.slice(0, pick(states.length + 1))) kept.add(entry);
  }
  for (const name of names) {
    const states = statesOf(name);
    const early = states.findIndex((entry) => {
      const gained = open.find(({ group, file }) => group === entry.group && file !== undefined);
      return entry.file === undefined && gained !== undefined && !kept.has(gained);
    });
    if (early >= 0) for (const entry of states.slice(early)) kept.delete(entry);
  }
  return open.filter((entry) => kept.has(entry));
}

const SECTOR_BYTES = 512;

function apply(content: Buffer, { at, bytes }: Change): Buffer {
  const size = bytes === undefined ? at : Math.max(content.length, at + bytes.length);
  const next = Buffer.alloc(size);
  content.copy(next);
  bytes?.copy(next, at);
  return next;
}

/** One of the contents that a file may have. */
function contentOf({ changes, sure }: File, random: () => number): Buffer {
  let content = changes.slice(0, sure).reduce(apply, Buffer.alloc(0));
  const open = changes.slice(sure);
  const longest = open.reduce(
    (size, { at, bytes }) => Math.max(size, at + (bytes?.length ?? 0)),
    content.length,
  );
  const mode = random();
  for (const [n, change] of open.entries()) {
    if (mode < 0.3 || (mode < 0.6 && random() < 0.5) || (mode < 0.8 && n > random() * open.length)) continue;
    const { at, bytes } = change;
    const isTorn = bytes !== undefined && random() < 0.2;
    const kept = Math.floor((random() * (bytes?.length ?? 0)) / SECTOR_BYTES) * SECTOR_BYTES;
    content = apply(content, isTorn ? { at, bytes: bytes.subarray(0, kept) } : change);
  }
  // The length may have reached the disk without the bytes.
  return random() < 0.3 && content.length < longest
    ? apply(content, { at: longest, bytes: undefined })
    : content;
}

/** Writes one of the states that a power cut may leave into a folder that is there and empty. */
export function afterPowerCut(disk: Disk, target: string, random: () => number): void {
  const ordered = random() < 0.5;
  const pick = (choices: number): number => Math.floor(random() * choices);
  write(disk, target, '', {
    names: (folder) => namesIn(folder, pick, ordered),
    content: (file) => contentOf(file, random),
  });
}

/** Writes everything as it was, as if the power had stayed. */
export function withoutPowerCut(disk: Disk, target: string): void {
  const all = (file: File): Buffer => file.changes.reduce(apply, Buffer.alloc(0));
  write(disk, target, '', {
    names: (folder) => namesIn(folder, (choices) => choices - 1, true),
    content: all,
  });
}

interface Outcome {
  names(folder: Folder): ReadonlyMap<string, File>;
  content(file: File): Buffer;
}
function write(disk: Disk, target: string, at: string, outcome: Outcome): void {
  const folder = disk.get(at);
  if (folder === undefined) return;
  for (const [name, file] of outcome.names(folder)) {
    const inner = path.posix.join(at, name);
    const full = path.join(target, inner);
    if (!file.isFolder) writeFileSync(full, outcome.content(file));
    else {
      mkdirSync(full);
      write(disk, target, inner, outcome);
    }
  }
}
