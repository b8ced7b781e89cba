/** The ways in which a sound comes onto the disk: from either list, into a folder, with copies, or into the library. */
import type { Job } from '../../../electron/contract/jobs';
import type { Account } from './account';
import { manifestOf } from './folder';
import type { List } from './fault-server';
import { FORMATS, type Kind, type Sound } from './sounds';

export interface Way {
  readonly title: string;
  /** Where its sounds are listed, in turn. */
  readonly lists: readonly [List, ...List[]];
  /** Where its files go, below the folder of its group. */
  readonly folder: 'export' | 'library' | 'copies';
}
const BOTH = ['recordings', 'events'] as const;
export const WAYS = [
  { title: 'exported as a recording', lists: ['recordings'], folder: 'export' },
  { title: "exported as an event's audio", lists: ['events'], folder: 'export' },
  { title: 'fetched into the library', lists: BOTH, folder: 'library' },
  { title: 'exported with a copy', lists: BOTH, folder: 'copies' },
] as const satisfies readonly Way[];
export type Place = Way['folder'];

/** Only WAV can carry a time; and of each format one kind of body is enough for all ways but the first. */
export function isOffered(kind: Kind, way: Way): boolean {
  if (way === WAYS[0]) return true;
  return way.folder === 'copies' ? kind === 'WAV' : kind === FORMATS[kind];
}

/** Brings sounds of one format there. */
export function bring(
  account: Account,
  place: Place,
  { format }: Sound,
  ids: readonly string[],
  folder: string,
): Promise<Job> {
  if (place === 'library') return account.fetch(format, ids);
  return place === 'copies' ? account.exportWithCopies(folder, ids) : account.export(format, ids);
}

export interface Told {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}
/** What is said to be there: by the manifest, or for the library by the archive. */
export async function toldOf(account: Account, place: Place, folder: string): Promise<readonly Told[]> {
  if (place === 'library')
    return account.held().map(({ path, sha256, sizeBytes }) => ({ path, sha256, bytes: sizeBytes }));
  return (await manifestOf(folder)).map(({ file, sha256, bytes }) => ({ path: file, sha256, bytes }));
}

/** Whether these are the files of one sound, all of them and unaltered. */
export function isRight(place: Place, { bytes }: Sound, files: ReadonlyMap<string, Buffer>): boolean {
  const all = [...files.values()];
  const originals = all.filter((file) => file.equals(bytes));
  if (place !== 'copies') return all.length === 1 && originals.length === 1;
  const copies = [...files].filter(([name, file]) => name.endsWith('_bwf.wav') && isCopy(file, bytes));
  return all.length === 2 && originals.length === 1 && copies.length === 1;
}

/** The original with one chunk more at its beginning, and the size of the whole after `RIFF`. */
function isCopy(copy: Buffer, original: Uint8Array): boolean {
  if (copy.toString('latin1', 0, 4) !== 'RIFF' || copy.toString('latin1', 8, 16) !== 'WAVEbext') return false;
  const size = copy.readUInt32LE(16);
  return (
    copy.readUInt32LE(4) === copy.length - 8 &&
    copy.subarray(20 + size + (size % 2)).equals(original.subarray(12))
  );
}
