/** What a bench module is given. */
export interface BenchReport {
  /** Whether the long forms were asked for. */
  readonly full: boolean;
  /**
   * Records one line; the harness prints median, least and greatest of `samples`, of which there must be seven or more, and
   * compares them with what is promised, if anything is.
   */
  row(label: string, unit: string, samples: readonly number[], target?: Target): void;
  /** Records how something was measured, where that is no figure. */
  note(text: string): void;
  /** Tells whoever waits what goes on. */
  say(text: string): void;
}

/** What a figure must reach, and what it should. */
export interface Target {
  readonly must: number;
  readonly aim: number;
  readonly better: 'less' | 'more';
  /** Which figure is judged; the median unless said otherwise. */
  readonly by?: 'median' | 'worst';
}

export const atMost = (must: number, aim: number): Target => ({ must, aim, better: 'less' });
export const atLeast = (must: number, aim: number): Target => ({ must, aim, better: 'more' });
/** All samples have to keep to it, not just the middle one. */
export const neverOver = (must: number, aim: number): Target => ({ must, aim, better: 'less', by: 'worst' });
