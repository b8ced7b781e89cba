/** Results on standard output, everything said along the way on standard error. */
import type { Writable } from 'node:stream';

export interface Stream extends Pick<Writable, 'write'> {
  readonly isTTY?: boolean;
  readonly columns?: number;
  once(event: 'drain' | 'close', listener: () => void): unknown;
  off(event: 'drain' | 'close', listener: () => void): unknown;
}
export interface Output {
  /** Writes a piece of the result; waits while the reader is slower than we are. */
  result(text: string): Promise<void>;
  /** A line for a person. */
  note(text: string): void;
  /** What is going on: one line rewritten in a terminal, otherwise a line now and then. */
  progress(text: string): void;
  /** Takes the progress line away. */
  endProgress(): void;
}

const SPARSE_MS = 30_000;

export function createOutput(deps: {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly now: () => number;
}): Output {
  const { stdout, stderr, now } = deps;
  const isTerminal = stderr.isTTY === true;
  let shown = false;
  let saidAt: number | undefined;
  const endProgress = () => {
    if (shown) stderr.write('\r\x1b[K');
    shown = false;
  };
  return {
    async result(text) {
      if (stdout.write(text)) return;
      await new Promise<void>((resolve) => {
        const go = () => {
          stdout.off('drain', go);
          stdout.off('close', go);
          resolve();
        };
        stdout.once('drain', go);
        stdout.once('close', go);
      });
    },
    note(text) {
      endProgress();
      stderr.write(`${plain(text)}\n`);
    },
    progress(text) {
      if (isTerminal) {
        shown = true;
        stderr.write(`\r\x1b[K${plain(text).slice(0, (stderr.columns ?? 80) - 1)}`);
      } else if (saidAt === undefined || now() - saidAt >= SPARSE_MS) {
        saidAt = now();
        stderr.write(`${plain(text)}\n`);
      }
    },
    endProgress,
  };
}

/** Text from the service must not steer a terminal. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');

/** Rows as columns that line up, the last one as long as it is. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, plain(cell).length);
  return rows
    .map((row) =>
      row
        .map((cell, i) => plain(cell).padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
