/** What an audio export will take, before anything is fetched. */
import { statfs } from 'node:fs/promises';
import type { AudioFormat } from '../../contract/model';
import type { AudioEstimate, ExportRequest, SoundFilter } from '../../contract/sounds';
import type { Archive } from '../db/archive';

export interface EstimateDeps {
  readonly archive: Archive;
}
/** Bytes per second until files were measured: 48 kHz, 16 bit, mono, and what codecs usually make of it. */
const USUAL_BYTES_PER_SECOND: Readonly<Record<AudioFormat, number>> = {
  WAV: 96_000,
  FLAC: 55_000,
  AAC: 16_000,
  OGG: 14_000,
};

/** Files, seconds and bytes of a choice; with `folder`, a path, also its free space and what is there already. */
export async function estimateAudio(
  { archive }: EstimateDeps,
  request: Omit<ExportRequest, 'folder'> & { readonly folder?: string | undefined },
): Promise<AudioEstimate> {
  const { filter, format, folder } = request;
  const { count, ms } = archive.sounds.sum(filter);
  const measured = bytesPerSecond(archive, filter, format);
  const seconds = ms / 1_000;
  return {
    files: count,
    seconds,
    bytes: Math.round(seconds * (measured ?? USUAL_BYTES_PER_SECOND[format])),
    measured: measured !== undefined,
    ms: undefined,
    freeBytes: folder === undefined ? undefined : await freeBytes(folder),
    present: undefined,
  };
}

function bytesPerSecond(archive: Archive, _filter: SoundFilter, format: AudioFormat): number | undefined {
  return archive.audio.bytesPerSecond(format);
}

async function freeBytes(folder: string): Promise<number | undefined> {
  const facts = await statfs(folder).catch(() => undefined);
  return facts && facts.bavail * facts.bsize;
}
