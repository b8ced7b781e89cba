/** What to say of several sounds at once, and of the keys that say it. Pure. */
import type { Sound, SoundMark, Tag } from '../../../electron/contract/index';

const markOf = ({ id, tags, note }: Sound): SoundMark => ({
  id,
  tags: [...tags],
  ...(note === undefined ? {} : { note }),
});
/** All get the tag; where each has it already, all lose it. Only those that change are named. */
export function marksFor(
  sounds: readonly Sound[],
  tag: string,
): { readonly on: boolean; readonly marks: SoundMark[]; readonly before: readonly SoundMark[] } {
  const on = !sounds.every(({ tags }) => tags.includes(tag));
  const before = sounds.filter(({ tags }) => tags.includes(tag) !== on).map(markOf);
  const marks = before.map((mark) => ({
    ...mark,
    tags: on ? [...mark.tags, tag] : mark.tags.filter((other) => other !== tag),
  }));
  return { on, marks, before };
}

const KEYED = 9;
/** The tag of a key 1 to 9. */
export const tagOfKey = (tags: readonly Tag[], key: string): Tag | undefined =>
  /^[1-9]$/.test(key) ? tags[Number(key) - 1] : undefined;
/** The key of a tag; undefined beyond the ninth. */
export const keyOfTag = (place: number): string | undefined =>
  place < KEYED ? String(place + 1) : undefined;
/** What a tag is called; one that was removed from the set keeps its id as its name. */
export const tagTitle = (tags: readonly Tag[], id: string): string =>
  tags.find((tag) => tag.id === id)?.title ?? id;
/** As long as they are not known. */
export const NO_TAGS: readonly Tag[] = [];
