/** Long work in short slices, so that the core goes on answering. */
import { Failure } from '../../contract/result';

const SLICE_MS = 12;

export interface Pace {
  /** Lets others have their turn once a slice is used up. Rejects with Failure `cancelled` when the signal fired. */
  breathe(): Promise<void>;
}

export function createPace(signal: AbortSignal): Pace {
  let since = performance.now();
  return {
    async breathe() {
      if (signal.aborted) throw new Failure({ kind: 'cancelled' });
      if (performance.now() - since < SLICE_MS) return;
      await new Promise<void>((resolve) => setImmediate(resolve));
      since = performance.now();
    },
  };
}
