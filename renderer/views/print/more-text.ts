/** What a list on paper has no room for; '' when it has. Pure. */
export const moreText = (all: number, shown: number, what: string): string =>
  all > shown ? `${String(all - shown)} more ${what} in Leqbook.` : '';
