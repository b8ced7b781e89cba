/** Lets requests through one by one as the pacing policy allows: one gate per account. */
import type { Clock } from '../clock';

/** What became of a request, for the policy. */
export type Outcome =
  | { readonly kind: 'good' }
  | { readonly kind: 'refused'; readonly retryAt: number | undefined }
  | { readonly kind: 'other' };

export interface Turn {
  /** Tells the policy how the service answered; once, as soon as the status is known. Returns when to try again. */
  answered(outcome: Outcome): number;
  /** Frees the place; to be called once the body has been read or given up. Further calls do nothing. */
  done(): void;
}
export interface Pacer {
  /** Resolves when a request may be sent; rejects with Failure `cancelled`. First come, first served. */
  turn(signal: AbortSignal): Promise<Turn>;
}
export interface PacerDeps {
  readonly clock: Clock;
  /** Requests in flight at once, bodies included. */
  readonly maxInFlight?: number;
}
export function createPacer(_deps: PacerDeps): Pacer {
  throw new Error('not built yet');
}
