export interface PageWeight {
  readonly fleet: number;
  readonly parts: readonly (readonly [name: string, bytes: number])[];
  readonly all: number;
  readonly polyfill: number;
  readonly entry: readonly string[];
  readonly modules: readonly string[];
}
export function weighPage(): Promise<PageWeight>;
