export interface Row {
  readonly label: string;
  readonly unit: string;
  readonly samples: readonly number[];
  readonly median: number;
  readonly min: number;
  readonly max: number;
}
export const LEAST_SAMPLES: number;
export function load(): number[];
export function machine(): { at: string; system: string; node: string };
export function summary(samples: readonly number[]): { median: number; min: number; max: number };
export function table(bench: {
  readonly name: string;
  readonly loadAverage: readonly number[];
  readonly rows: readonly Row[];
  readonly failure?: string;
}): string;
