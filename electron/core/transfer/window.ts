/** What was seen of all connections for a while. Times are epoch ms. */
export interface Window {
  readonly since: number;
  bytes: number;
  /** Open connections, and places for them, over time: times ms. */
  openMs: number;
  placesMs: number;
  /** Connections whose first bytes came, and of those the ones that stood in a queue. */
  answered: number;
  queued: number;
}

export const startWindow = (since: number): Window => ({
  since,
  bytes: 0,
  openMs: 0,
  placesMs: 0,
  answered: 0,
  queued: 0,
});

/** Places that stood empty show nothing of what they would have brought. */
export const isFull = ({ since, openMs, placesMs }: Window, now: number): boolean =>
  openMs >= placesMs - (now - since) / 2;
/** Nor do connections that are still to end after it went down show anything of what is left. */
export const isCrowded = ({ since, openMs, placesMs }: Window, now: number): boolean =>
  openMs > placesMs + (now - since) / 2;
/** Where nothing was answered, nothing speaks for a queue. */
export const hasQueue = ({ answered, queued }: Window): boolean => queued > answered / 2;
