export interface PageWeight {
  readonly fleet: number;
  readonly levels: number;
  readonly all: number;
  readonly polyfill: number;
  readonly entry: readonly string[];
  readonly modules: readonly string[];
}
export function weighPage(): Promise<PageWeight>;
