/** How much a job may take: so many bytes, or until a moment. What is left then is not missing, only not there yet. */
import { Failure } from '../../contract/result';
import type { TransferLimits } from '../../contract/sounds';

export interface Budget {
  /**
   * What a file may take. One that does not seem to fit waits until those under way have told their length, by which
   * guesses become better; undefined: it is left. Rejects with Failure `cancelled`.
   */
  admit(asked: Asked): Promise<Share | undefined>;
  /** Nothing more is to be started. */
  isOver(now: number): boolean;
  /** What stopped it, or left a file, as in `stopped at …`; undefined while nothing did. */
  stoppedAt(): string | undefined;
}
export interface Asked {
  /** What the file is thought to be by now; `measured`: by others that came. */
  expected(): Expected;
  /** Epoch ms. */
  now(): number;
  readonly signal: AbortSignal;
}
export interface Expected {
  readonly bytes: number;
  readonly measured: boolean;
}
export interface Share {
  /** So many bytes are to come. False: they do not fit, and none may be taken. */
  fits(bytes: number): boolean;
  /** Bytes of it that came. False: with them the limit is passed, which an answer without a length may do. */
  spend(bytes: number): boolean;
  /** It has come or failed: what was set aside for the rest is free again. */
  end(): void;
}

/** So many in a row that proved too long, and what is still to be had is not worth asking for more. */
const REFUSED = 3;
/** Likewise of those that are too long by what is known, which costs no more than a look. */
const LEFT = 100;

export const createBudget = (limits: Pick<TransferLimits, 'bytes' | 'until'>): Budget => new Purse(limits);

class Purse implements Budget {
  private readonly most: number;
  private spent = 0;
  /** Still to come of files under way: of those whose length is known, and of the others by guess. */
  private readonly due = { known: 0, guessed: 0 };
  /** Under way, and have not told their length. */
  private unknown = 0;
  private inARow = { refused: 0, left: 0 };
  private stopped: string | undefined;
  private leftBy: string | undefined;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly limits: Pick<TransferLimits, 'bytes' | 'until'>) {
    this.most = limits.bytes ?? Infinity;
  }

  async admit({ expected, now, signal }: Asked): Promise<Share | undefined> {
    for (;;) {
      if (signal.aborted) throw new Failure({ kind: 'cancelled' });
      if (this.isOver(now())) return undefined;
      const guess = expected();
      const room = this.most - this.spent - this.due.known - this.due.guessed;
      if (room > 0 && guess.bytes <= room) return this.share(guess.bytes);
      if (this.unknown === 0) {
        // The first that is asked for shows what a guess is worth.
        const isBlind = !guess.measured || this.spent + this.due.known === 0;
        if (room > 0 && isBlind) return this.share(room);
        this.leave();
        return undefined;
      }
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  isOver(now: number): boolean {
    const { until } = this.limits;
    if (until !== undefined && now >= until) this.stopped ??= momentText(until);
    return this.stopped !== undefined;
  }

  stoppedAt(): string | undefined {
    return this.stopped ?? this.leftBy;
  }

  private share(guess: number): Share {
    let kind: 'known' | 'guessed' | undefined = 'guessed';
    let own = guess;
    this.due.guessed += own;
    this.unknown += 1;
    const take = (count: number): void => {
      if (kind === undefined) return;
      this.due[kind] -= count;
      own -= count;
    };
    const become = (next: 'known' | undefined, bytes: number): void => {
      take(own);
      if (kind === 'guessed') this.unknown -= 1;
      kind = next;
      take(-bytes);
      this.wake();
    };
    return {
      fits: (bytes) => {
        const isFit = this.spent + this.due.known + bytes <= this.most;
        this.count(isFit);
        become(isFit ? 'known' : undefined, bytes);
        return isFit;
      },
      spend: (count) => {
        this.spent += count;
        take(Math.min(count, own));
        return this.spent + this.due.known <= this.most;
      },
      end: () => become(undefined, 0),
    };
  }

  private count(isFit: boolean): void {
    this.inARow = { refused: isFit ? 0 : this.inARow.refused + 1, left: 0 };
    if (!isFit) this.name(this.inARow.refused >= REFUSED);
  }

  private leave(): void {
    this.inARow.left += 1;
    this.name(this.inARow.left >= LEFT);
  }

  private name(isLast: boolean): void {
    this.leftBy = `the limit of ${sizeText(this.most)}`;
    if (isLast) this.stopped ??= this.leftBy;
  }

  private wake(): void {
    const all = [...this.waiting];
    this.waiting.clear();
    for (const go of all) go();
  }
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
