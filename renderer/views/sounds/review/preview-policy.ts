/** In which format a sound is fetched, and when its lossless original is worth its bytes. Pure. */
import type { AudioFormat, LocalSound, Sound } from '../../../../electron/contract/index';

/** Slower than this, half a minute of lossless audio takes longer than one listens to it. */
export const POOR_BYTES_PER_SECOND = 100_000;
/** Tagged with this alone, a sound is not kept. */
export const NOT_RELEVANT = 'not-relevant';

export interface Link {
  readonly online: boolean;
  /** As last measured; undefined: not yet. */
  readonly bytesPerSecond: number | undefined;
  /** It costs by the byte. */
  readonly metered: boolean;
}
export const isPoor = ({ bytesPerSecond, metered }: Link): boolean =>
  metered || (bytesPerSecond !== undefined && bytesPerSecond < POOR_BYTES_PER_SECOND);

/** A small preview where bytes are dear, unless previews are refused; the lossless original elsewhere. */
export const formatToFetch = (link: Link, previewsRefused: boolean): AudioFormat =>
  isPoor(link) && !previewsRefused ? 'OGG' : 'FLAC';

export const isKept = (tags: readonly string[]): boolean => tags.some((tag) => tag !== NOT_RELEVANT);
export const hasOriginal = ({ local }: Pick<Sound, 'local'>): boolean => local.some(({ lossy }) => !lossy);
/** Whether a mark makes the original worth fetching. */
export const wantsOriginal = (sound: Pick<Sound, 'local' | 'tags'>): boolean =>
  isKept(sound.tags) && !hasOriginal(sound);

/** Tells copies apart, also one from another that was fetched in its place. */
export const copyKey = ({ url, fetchedAt }: LocalSound): string => `${String(fetchedAt)} ${url}`;
/** The copy that is heard: lossless before lossy, as the list has them. */
export const playable = ({ local }: Pick<Sound, 'local'>): LocalSound | undefined =>
  local.find(({ lossy }) => !lossy) ?? local[0];
