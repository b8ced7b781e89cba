/** What an audio export will take, before anything is fetched. */
import { statfs } from 'node:fs/promises';
import { isFailure } from '../../contract/result';
import type { AudioEstimate, ExportRequest, SoundFilter } from '../../contract/sounds';
import type { Archive } from '../db/archive';
import type { SyncMeter } from '../sync/meter';
import type { Connections } from '../transfer/connections';
import { readManifest } from './manifest';
import { createSizes } from './sizes';

export interface EstimateDeps {
  readonly archive: Archive;
  /** Of the last transfers, and of syncs where there were none; absent: no rate is known. */
  readonly connections?: Pick<Connections, 'usualBytesPerSecond'>;
  readonly meter?: Pick<SyncMeter, 'bytesPerSecond'>;
}
export type EstimateRequest = Omit<ExportRequest, 'folder'> & {
  /** A path. */
  readonly folder?: string | undefined;
};

/** More instruments than this are reckoned as one. */
const EACH = 64;

/**
 * Files, seconds and bytes of a choice, and how long the link will need for what is not there yet; with a folder also
 * its free space and what its manifest says is there already.
 */
export async function estimateAudio(deps: EstimateDeps, request: EstimateRequest): Promise<AudioEstimate> {
  const { archive, connections, meter } = deps;
  const { filter, folder, limits } = request;
  const { count, ms } = await sumOf(archive, filter);
  const { bytes, measured } = await bytesOf(archive, request, ms);
  const present = folder === undefined ? undefined : await presentOf(archive, request, folder);
  const link = connections?.usualBytesPerSecond() ?? meter?.bytesPerSecond();
  const rate = Math.min(link ?? Infinity, limits?.bytesPerSecond ?? Infinity);
  const missing = count === 0 ? 0 : bytes * (1 - (present ?? 0) / count);
  const toCome = Math.min(missing, limits?.bytes ?? Infinity);
  return {
    files: count,
    seconds: ms / 1_000,
    bytes,
    measured,
    ms: Number.isFinite(rate) ? Math.round((toCome * 1_000) / rate) : undefined,
    freeBytes: folder === undefined ? undefined : await freeBytes(folder),
    present,
  };
}

async function sumOf({ sounds }: Archive, filter: SoundFilter) {
  await sounds.prepare(filter);
  return sounds.sum(filter);
}

/** Instruments record with different rates and depths, so each is reckoned by its own files where there are any. */
async function bytesOf(
  archive: Archive,
  { filter, format }: EstimateRequest,
  ms: number,
): Promise<{ readonly bytes: number; readonly measured: boolean }> {
  const sizes = createSizes({ audio: archive.audio, format });
  const all = filter.instruments ?? archive.instruments.list().map(({ serial }) => serial);
  if (all.length === 0 || all.length > EACH) {
    const { value, measured } = sizes.bytesPerSecond('');
    return { bytes: Math.round((ms / 1_000) * value), measured };
  }
  const total = { bytes: 0, ms: 0, measuredMs: 0 };
  for (const instrument of all) {
    const own = all.length === 1 ? { ms } : await sumOf(archive, { ...filter, instruments: [instrument] });
    const { value, measured } = sizes.bytesPerSecond(instrument);
    total.ms += own.ms;
    total.bytes += (own.ms / 1_000) * value;
    if (measured) total.measuredMs += own.ms;
  }
  // Sounds of instruments that are no longer listed are like the others.
  const bytes = total.ms > 0 ? (total.bytes * ms) / total.ms : (ms / 1_000) * sizes.bytesPerSecond('').value;
  return { bytes: Math.round(bytes), measured: total.measuredMs > 0 && total.measuredMs >= total.ms / 2 };
}

/** How many of the sounds chosen are in the folder, by what its manifest says; a damaged one says nothing. */
async function presentOf(
  archive: Archive,
  { filter, format }: EstimateRequest,
  folder: string,
): Promise<number> {
  const entries = await readManifest(folder).catch((error: unknown) => {
    if (isFailure(error, 'corrupt') || isFailure(error, 'not-writable')) return undefined;
    throw error;
  });
  const chosen = filter.ids === undefined ? undefined : new Set(filter.ids);
  const there = new Set(
    (entries ?? [])
      .filter((entry) => entry.format === format && entry.derivedFrom === undefined)
      .map(({ sound }) => sound)
      .filter((id) => chosen?.has(id) ?? true),
  );
  return there.size === 0 ? 0 : (await sumOf(archive, { ...filter, ids: [...there] })).count;
}

async function freeBytes(folder: string): Promise<number | undefined> {
  const facts = await statfs(folder).catch(() => undefined);
  return facts && facts.bavail * facts.bsize;
}
