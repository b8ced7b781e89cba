/** A trial of another number of connections: what speaks for it and against it. Times are epoch ms. */

/** What counts as more, as no less, and as a waste. */
export const RISE = 1.1;
const SAME = 0.96;
const WORSE = 0.85;
const WINDOWS = 3;

export interface Trial {
  readonly from: number;
  readonly to: number;
  /** Bytes per second before it. */
  readonly before: number;
  readonly since: number;
  /** Window by window since, bytes per second. */
  readonly speeds: number[];
  /** New connections that it opened, and of those answered since how many stood in a queue and how many did not. */
  opened: number;
  queued: number;
  direct: number;
}

export const startTrial = (is: Pick<Trial, 'from' | 'to' | 'before' | 'since'>): Trial => ({
  ...is,
  speeds: [],
  opened: 0,
  queued: 0,
  direct: 0,
});

/** Most of the new connections stood in a queue: the link was full before them. */
export const isInQueue = ({ queued, opened }: Trial): boolean => queued > opened / 2;
/** Most of them stood in none: whether they bring more is yet to be seen, but the link has room for them. */
export const hasRoom = ({ direct, opened }: Trial): boolean => direct > opened / 2;

/** The bytes per second that it brought, 0 where it was a waste; undefined for as long as that is open. */
export function outcome({ from, to, before, speeds }: Trial): number | undefined {
  if (to > from && (speeds.at(-1) ?? Infinity) < before * WORSE) return 0;
  return speeds.length < WINDOWS ? undefined : meanAfterFirst(speeds);
}

export const isBetter = ({ from, to, before }: Trial, speed: number): boolean =>
  speed > before * (to > from ? RISE : SAME);

/** The first window after a change still shows some of what was before; alone, it shows nothing. */
function meanAfterFirst([, ...later]: readonly number[]): number {
  return later.length === 0 ? 0 : later.reduce((sum, each) => sum + each, 0) / later.length;
}
