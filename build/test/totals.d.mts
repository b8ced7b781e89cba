export interface Suite {
  readonly name: string;
  readonly passed: number;
  readonly failed: string[];
  readonly skipped: string[];
}
export interface Exit {
  readonly code: number | undefined;
  readonly late: boolean;
  readonly limitMs: number;
}
export function brokenSuite(name: string, why: string): Suite;
export function fromVitest(report: object, exit: Exit): Suite;
export function fromPlaywright(report: object, exit: Exit): Suite;
export function totals(suites: readonly Suite[]): { passed: number; failed: number };
