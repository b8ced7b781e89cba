/** Sounds as rows of a list, with what is on disk of each and what was said of it. */
import type { Account, AudioFormat } from '../../contract/model';
import type { LocalSound, Sound, SoundFilter, SoundPage } from '../../contract/sounds';
import type { Archive } from '../db/archive';
import type { AudioFile } from '../db/audio-store';
import type { KeptMark, SoundRow } from '../db/sound-store';

export interface SoundsRequest {
  readonly filter: SoundFilter;
  readonly order: 'newest' | 'oldest';
  readonly offset: number;
  readonly limit: number;
}
interface Open {
  readonly account: Pick<Account, 'id'>;
  readonly archive: Archive;
}

const LOSSY: ReadonlySet<AudioFormat> = new Set(['AAC', 'OGG']);

/** Throws Failure `invalid` for an unknown zone. */
export async function listSounds(
  { account, archive }: Open,
  { filter, order, offset, limit }: SoundsRequest,
): Promise<SoundPage> {
  await archive.sounds.prepare(filter);
  const { rows, total } = archive.sounds.page(filter, order, offset, limit);
  return { rows: describeSounds(archive, account.id, rows), total };
}

/** `account` is where the files are served from. */
export function describeSounds(
  archive: Archive,
  account: string,
  rows: readonly SoundRow[],
): readonly Sound[] {
  const ids = rows.map(({ id }) => id);
  const files = archive.audio.files(ids);
  const marks = archive.sounds.marks(ids);
  return rows.map((row) => toSound(row, account, files.get(row.id) ?? [], marks.get(row.id)));
}

function toSound(
  row: SoundRow,
  account: string,
  files: readonly AudioFile[],
  mark: KeptMark | undefined,
): Sound {
  const { id, instrument, from, to, trigger, triggerFrom, triggerTo, levels } = row;
  return {
    ...{ id, instrument, from, to, trigger, triggerFrom, triggerTo, levels },
    lists: [
      ...(row.recording === undefined ? [] : (['recordings'] as const)),
      ...(row.eventAudio === undefined ? [] : (['events'] as const)),
    ],
    event:
      row.eventAudio === undefined
        ? undefined
        : { type: row.eventType, name: row.eventName, level: row.eventLevel },
    local: files.map((file) => toLocal(account, file)),
    tags: mark?.tags ?? [],
    note: mark?.note,
    marked: mark && { at: mark.at, by: mark.by },
  };
}

const toLocal = (account: string, file: AudioFile): LocalSound => ({
  url: mediaUrl(account, file),
  format: file.format,
  lossy: LOSSY.has(file.format),
  sizeBytes: file.sizeBytes,
  durationMs: file.durationMs,
  sampleRate: file.sampleRate,
  bitsPerSample: file.bitsPerSample,
  sha256: file.sha256,
  fetchedAt: file.fetchedAt,
});

/** What a media element plays; the window's `media:` protocol asks the core which file that is. */
const mediaUrl = (account: string, { recording, format }: AudioFile): string =>
  ['media://audio', account, encodeURIComponent(recording), format.toLowerCase()].join('/');
