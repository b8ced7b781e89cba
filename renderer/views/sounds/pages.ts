/** Which stretches of a long list to have at hand. Pure. */

/** Rows that are asked for at once. */
export const PAGE_ROWS = 200;
/** How many pages stay at hand, the nearest ones. */
export const KEPT_PAGES = 12;
/** So near an end of its page, the sound one is at wants the next page too: what comes next is prepared meanwhile. */
const MARGIN_ROWS = 40;

export interface Place {
  /** Rows on screen, first and last. */
  readonly first: number;
  readonly last: number;
  /** The row one is at. */
  readonly at: number;
  /** Undefined until the first answer. */
  readonly total: number | undefined;
  /** Which way the screen went last. */
  readonly heading: 1 | -1;
}
export const pageOf = (row: number): number => Math.floor(row / PAGE_ROWS);

/** Pages worth having, the most urgent first: what is on screen, where one is, then what comes into view next. */
export function wantedPages({ first, last, at, total, heading }: Place): {
  readonly shown: readonly number[];
  readonly ahead: readonly number[];
} {
  const lastRow = total === undefined ? last : total - 1;
  const within = (rows: readonly number[]) => [
    ...new Set(rows.filter((row) => row >= 0 && row <= Math.max(0, lastRow)).map(pageOf)),
  ];
  const end = Math.max(0, Math.min(last, lastRow));
  const start = Math.min(Math.max(0, first), end);
  const between = Array.from(
    { length: pageOf(end) - pageOf(start) + 1 },
    (_, i) => (pageOf(start) + i) * PAGE_ROWS,
  );
  const shown = within([...between, at]);
  if (total === undefined) return { shown: shown.slice(0, 1), ahead: [] };
  const next = heading === 1 ? end + PAGE_ROWS / 2 : start - PAGE_ROWS / 2;
  const ahead = within([at + MARGIN_ROWS, at - MARGIN_ROWS, next]);
  return { shown, ahead: ahead.filter((page) => !shown.includes(page)) };
}

export type Pages<T> = ReadonlyMap<number, T>;
export const noPages = <T>(): Pages<T> => new Map();
export const withPage = <T>(pages: Pages<T>, number: number, page: T): Pages<T> =>
  new Map([...pages, [number, page]]);
export const eachPage = <T>(pages: Pages<T>, change: (page: T) => T): Pages<T> =>
  new Map([...pages].map(([number, page]) => [number, change(page)]));

/** Leaves out the pages that lie farthest from where one looks. */
export function trimPages<T>(pages: Pages<T>, { first, last, at }: Place): Pages<T> {
  if (pages.size <= KEPT_PAGES) return pages;
  const middle = pageOf((first + last) / 2);
  const far = (page: number) => (page === pageOf(at) ? -1 : Math.abs(page - middle));
  return new Map([...pages].sort(([a], [b]) => far(a) - far(b)).slice(0, KEPT_PAGES));
}

/**
 * A browser lays out no box higher than this many of the screen's own pixels; a list beyond it is shown in stretches,
 * and the stretch follows when one comes near its end.
 */
const HIGHEST_BOX_PX = 30_000_000;
export interface Stretch {
  readonly start: number;
  readonly length: number;
}
/** The stretch to lay out around a row, kept as it is while the row is well inside. */
export function stretchAround(
  row: number,
  total: number,
  {
    rowPx,
    dpr,
    before,
  }: { readonly rowPx: number; readonly dpr: number; readonly before: Stretch | undefined },
): Stretch {
  const most = Math.max(PAGE_ROWS, Math.floor(HIGHEST_BOX_PX / (rowPx * dpr)));
  if (total <= most) return { start: 0, length: total };
  const near = Math.floor(most / 10);
  const last = total - most;
  const fits = (stretch: Stretch) =>
    stretch.length === most &&
    stretch.start <= last &&
    (row >= stretch.start + near || stretch.start === 0) &&
    row >= stretch.start &&
    (row < stretch.start + most - near || stretch.start === last) &&
    row < stretch.start + most;
  if (before !== undefined && fits(before)) return before;
  return { start: Math.min(last, Math.max(0, row - Math.floor(most / 2))), length: most };
}
