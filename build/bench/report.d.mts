export interface Target {
  readonly must: number;
  readonly aim: number;
  readonly better: 'less' | 'more';
  /** Which figure is judged; the median unless said otherwise. */
  readonly by?: 'median' | 'worst';
}
export interface Row {
  readonly label: string;
  readonly unit: string;
  readonly samples: readonly number[];
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly target?: Target;
}
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}
export interface Calibration {
  readonly loadAverage: readonly number[];
  readonly parseMs: Summary;
  readonly fdatasyncMs: Summary;
}
export interface Bench {
  readonly name: string;
  readonly rows?: readonly Row[];
  readonly notes?: readonly string[];
  readonly noise?: { readonly before: Calibration; readonly after: Calibration; readonly noisy: boolean };
  readonly failure?: string;
}
export const LEAST_SAMPLES: number;
export function machine(): { at: string; system: string; node: string };
export function summary(samples: readonly number[]): Summary;
export function table(bench: Bench): string;
export function judge(row: Summary & { readonly target: Target }): {
  measured: number;
  verdict: 'aim' | 'must' | 'MISSED';
};
export function verdicts(benches: readonly Bench[]): string;
export function isBad(bench: Bench): boolean;
