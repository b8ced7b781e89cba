/** How much a job may take: so many bytes, or until a moment. What is left then is not missing, only not there yet. */
import type { TransferLimits } from '../../contract/sounds';

export interface Budget {
  /** What a file of about so many bytes may take; undefined once one may not be started, and for all that come after. */
  admit(expectedBytes: number, now: number): Share | undefined;
  /** What stopped it, as in `stopped at …`; undefined while nothing did. */
  stoppedAt(): string | undefined;
}
export interface Share {
  /** Bytes of it that came. */
  spend(bytes: number): void;
  /** It has come or failed: what was set aside for the rest is free again. */
  end(): void;
}

export function createBudget({ bytes, until }: Pick<TransferLimits, 'bytes' | 'until'>): Budget {
  let spent = 0;
  /** Still to come of the files under way. */
  let due = 0;
  let stopped: string | undefined;
  const reasonAt = (expected: number, now: number): string | undefined => {
    if (until !== undefined && now >= until) return momentText(until);
    if (bytes !== undefined && spent + due + expected > bytes) return `the limit of ${sizeText(bytes)}`;
    return undefined;
  };
  return {
    admit(expectedBytes, now) {
      stopped ??= reasonAt(expectedBytes, now);
      if (stopped !== undefined) return undefined;
      let own = expectedBytes;
      due += own;
      const take = (count: number): void => {
        due -= count;
        own -= count;
      };
      return {
        spend(count) {
          spent += count;
          take(Math.min(count, own));
        },
        end: () => take(own),
      };
    },
    stoppedAt: () => stopped,
  };
}

const momentText = (time: number): string =>
  `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** A size as people write it: `850 kB`, `50 MB`, `1.5 GB`. */
export function sizeText(bytes: number): string {
  const [unit, size] =
    bytes < 1_000_000
      ? ['kB', bytes / 1_000]
      : bytes < 1_000_000_000
        ? ['MB', bytes / 1_000_000]
        : ['GB', bytes / 1_000_000_000];
  return `${size >= 100 || unit === 'kB' ? String(Math.ceil(size)) : String(Number(size.toFixed(1)))} ${unit}`;
}
