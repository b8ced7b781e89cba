import { plural } from '../../format';

/** What a list on paper has no room for; '' when it has. Pure. */
export const moreText = (all: number, shown: number, one: string, many?: string): string =>
  all > shown ? `${plural(all - shown, one, many)} ${all - shown === 1 ? 'is' : 'are'} in Leqbook only.` : '';
