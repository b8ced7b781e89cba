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

export const MOST_TAGS = 32;
const LONGEST_ID = 32;
/** A tag of that title, with an id of its own; undefined when it needs another title, or there are too many. */
export function newTag(tags: readonly Tag[], title: string): Tag | undefined {
  const name = title.trim();
  const same = tags.some((tag) => tag.title.trim().toLowerCase() === name.toLowerCase());
  if (name === '' || same || tags.length >= MOST_TAGS) return undefined;
  const stem =
    name
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, LONGEST_ID - 3) || 'tag';
  const free = (id: string) => !tags.some((tag) => tag.id === id);
  const ids = [stem, ...tags.map((_, place) => `${stem}-${String(place + 2)}`)];
  const id = ids.find(free);
  return id === undefined ? undefined : { id, title: name };
}
/** Those with a title, without the spaces around it. */
export const tidyTags = (tags: readonly Tag[]): readonly Tag[] =>
  tags.map((tag) => ({ ...tag, title: tag.title.trim() })).filter(({ title }) => title !== '');
/** One place up or down. */
export function movedTag(tags: readonly Tag[], place: number, by: 1 | -1): readonly Tag[] {
  const [one, other] = [tags[place], tags[place + by]];
  if (one === undefined || other === undefined) return tags;
  return tags.map((tag, at) => (at === place ? other : at === place + by ? one : tag));
}
