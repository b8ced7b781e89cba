/**
 * Copies of WAV files that carry a BWF `bext` chunk, so that editors put them on the timeline where they were recorded. The
 * original is only read, and its samples are copied byte by byte. Source: EBU Tech 3285, version 1.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { Failure } from '../../contract/result';
import { draftFile, type DraftDeps, type FileSink } from '../export/data-file';
import { formatTime, type Zone } from '../export/table-time';
import { ascii, dataView, fileSource, type ByteSource } from './bytes';
import { factsOf, onDisk, openRegular } from './disk';
import { inspectFile, type Inspected } from './inspect';
import { withSuffix } from './names';
import type { Whole } from './verdict';
import { verifyWav } from './wav';

export interface BextFacts {
  /** Leqbook's id of the sound. */
  readonly id: string;
  /** Serial of the instrument. */
  readonly instrument: string;
  readonly trigger: string | undefined;
  /** Of the first sample, epoch ms UTC. */
  readonly from: number;
  /** Whose clock the chunk is on; the chunk says which. */
  readonly zone: Zone;
  /** Leqbook's version. */
  readonly leqbook: string;
}
export interface BextPlace {
  /** An existing folder. */
  readonly root: string;
  /** The original and the copy, relative to it, with `/` between parts. */
  readonly from: string;
  readonly to: string;
  /** Whether a file under that path may be replaced. */
  readonly replaces: boolean;
}
type BextDeps = Pick<DraftDeps, 'clock' | 'assertPlace'>;
/** What was made; or why nothing was, in words that fit after the original's name. */
export type BextCopy = (Omit<Inspected, 'verdict'> & { readonly audio: Whole }) | { readonly reason: string };

const PIECE_BYTES = 256 * 1024;
const MAX_RIFF = 0xffff_ffff - 8;
const UNKNOWN_SIZE = 0xffff_ffff;
const MAX_CHUNKS = 4_096;
const LAST_MS = 8e15;

/** Where the copy of a WAV goes: beside it, as `…_bwf.wav`. */
export const bextPath = (original: string): string => withSuffix(original, '_bwf');

/**
 * Makes the copy; under its name it is whole and durable, or not there. The same original and facts always give the same
 * bytes. Throws Failure: `invalid` when another file stands there, `disk-full`, `not-writable`, `not-found` (no original),
 * `corrupt` (the original is not whole), `cancelled`.
 */
export async function writeBextCopy(
  deps: BextDeps,
  place: BextPlace,
  facts: BextFacts,
  signal?: AbortSignal,
): Promise<BextCopy> {
  const { root } = place;
  const original = await onDisk(root, () => openRegular(path.join(root, ...place.from.split('/'))));
  if (original === undefined) {
    await deps.assertPlace?.();
    throw new Failure({ kind: 'not-found', what: place.from });
  }
  try {
    const source = await fileSource(original, signal);
    const verdict = await onDisk(place.from, () => verifyWav(source));
    if (!verdict.whole) throw new Failure({ kind: 'corrupt', what: place.from });
    const chunks = await onDisk(place.from, () => listChunks(source));
    if (!(Math.abs(facts.from) < LAST_MS)) return { reason: 'has no time that a bext chunk could tell' };
    if (typeof chunks === 'string') return { reason: chunks };
    const bext = chunkOf('bext', bextBody(facts, verdict));
    const size = chunks.reduce((sum, chunk) => sum + 8 + padded(chunk.size), 4 + bext.length);
    if (size > MAX_RIFF) return { reason: 'is too long to carry a bext chunk' };
    const head = Buffer.concat([Buffer.from('RIFF'), u32(size), Buffer.from('WAVE'), bext]);
    return await keep(deps, place, (sink) => fill(sink, source, head, chunks));
  } catch (error) {
    throw signal?.aborted === true ? new Failure({ kind: 'cancelled' }, { cause: error }) : error;
  } finally {
    await original.close();
  }
}

async function keep(
  deps: BextDeps,
  { root, to, replaces }: BextPlace,
  write: (sink: FileSink) => Promise<void>,
): Promise<BextCopy> {
  const file = path.join(root, ...to.split('/'));
  const draft = await draftFile({ ...deps, root }, to, write);
  try {
    const isTaken = (await onDisk(root, () => factsOf(file))) !== undefined;
    const there = isTaken ? await onDisk(root, () => inspectFile(file, 'WAV')) : undefined;
    if (there?.sha256 !== draft.sha256) {
      if (isTaken && !replaces)
        throw new Failure({ kind: 'invalid', path: to, reason: 'another file is already there' });
      await draft.keep();
    }
  } finally {
    await draft.discard();
  }
  const found = await onDisk(root, () => inspectFile(file, 'WAV'));
  if (found?.verdict.whole !== true || found.sha256 !== draft.sha256)
    throw new Failure({ kind: 'corrupt', what: to });
  return { sizeBytes: found.sizeBytes, sha256: found.sha256, audio: found.verdict };
}

interface Chunk {
  readonly id: Uint8Array;
  /** Where its contents begin, and how long they are. */
  readonly body: number;
  readonly size: number;
}

/** The chunks of a whole WAV, or why it is left alone. */
async function listChunks(source: ByteSource): Promise<readonly Chunk[] | string> {
  if (ascii(await source.read(0, 4)) === 'RF64') return 'is RF64, whose chunks are left as they are';
  const chunks: Chunk[] = [];
  let position = 12;
  while (position + 8 <= source.size && chunks.length < MAX_CHUNKS) {
    const head = await source.read(position, 8);
    const declared = dataView(head).getUint32(4, true);
    const rest = source.size - position - 8;
    // Written into a pipe: all that follows.
    const size = declared === UNKNOWN_SIZE ? rest : Math.min(declared, rest);
    const id = head.slice(0, 4);
    if (ascii(id) === 'bext') return 'carries a bext chunk already';
    chunks.push({ id, body: position + 8, size });
    position += 8 + padded(size);
  }
  return chunks;
}

async function fill(
  sink: FileSink,
  source: ByteSource,
  head: Uint8Array,
  chunks: readonly Chunk[],
): Promise<void> {
  await sink.write(head);
  for (const { id, body, size } of chunks) {
    await sink.write(Buffer.concat([id, u32(size)]));
    for (let done = 0; done < size;) {
      const piece = await source.read(body + done, Math.min(PIECE_BYTES, size - done));
      if (piece.length === 0) throw new Failure({ kind: 'corrupt', what: 'The original' });
      await sink.write(piece);
      done += piece.length;
    }
    if (size % 2 === 1) await sink.write(Uint8Array.of(0));
  }
}

const padded = (size: number): number => size + (size % 2);

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function chunkOf(id: string, body: Uint8Array): Buffer {
  const pad = Buffer.alloc(body.length % 2);
  return Buffer.concat([Buffer.from(id), u32(body.length), body, pad]);
}

const FIXED_BYTES = 602;
const VERSION_AT = 346;
const DAY_MS = 86_400_000;

/** Times are those of the zone's clock at the first sample; description and coding history say so. */
function bextBody({ id, instrument, trigger, from, zone, leqbook }: BextFacts, audio: Whole): Buffer {
  const start = formatTime(from, zone);
  const local = from + zone.offsetMs(from);
  const [date = '', time = ''] = new Date(local).toISOString().split('T');
  const sinceMidnight = ((local % DAY_MS) + DAY_MS) % DAY_MS;
  const what = trigger === undefined ? '' : ` trigger ${trigger}`;
  const description = `${instrument}${what}, ${start} (${zone.name})`;
  const history = codingHistory(
    audio,
    `Leqbook ${leqbook}; times are ${zone.name} ${start.replace(/^.*?(?=Z$|[+-][0-9:]+$)/, '')}`,
  );
  const fixed = Buffer.alloc(FIXED_BYTES);
  const put = (text: string, at: number, length: number) => fixed.write(plain(text, length), at, 'latin1');
  put(description, 0, 256);
  put('Leqbook', 256, 32);
  put(referenceOf(id), 288, 32);
  put(date, 320, 10);
  put(time.slice(0, 8), 330, 8);
  fixed.writeBigUInt64LE(BigInt(Math.round((sinceMidnight / 1_000) * audio.sampleRate)), 338);
  fixed.writeUInt16LE(1, VERSION_AT);
  return Buffer.concat([fixed, Buffer.from(history, 'latin1')]);
}

function codingHistory({ sampleRate, bitsPerSample, channels }: Whole, text: string): string {
  const mode = channels === 1 ? 'mono' : channels === 2 ? 'stereo' : 'multichannel';
  const word = bitsPerSample === undefined ? '' : `W=${String(bitsPerSample)},`;
  const algorithm = bitsPerSample === undefined ? '' : 'A=PCM,';
  return `${algorithm}F=${String(sampleRate)},${word}M=${mode},T=${plain(text, 200).replaceAll(',', ';')}\r\n`;
}

/** The id itself where the field takes it, so that it can be looked up; otherwise what is as unmistakable. */
const referenceOf = (id: string): string =>
  id.length <= 32 && /^[\x21-\x7e]+$/.test(id)
    ? id
    : createHash('sha256').update(id).digest('hex').slice(0, 32);

/** What the chunk may hold: ASCII, without what ends a text. */
const plain = (text: string, length: number): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, length);
