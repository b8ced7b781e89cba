/** Days as they were decoded last, for all who read the same ones at the same time. Empty as soon as nobody does. */
import type { Samples } from '../series/buckets';

/** Several readers a slice of time apart, of samples of a second. */
const MOST_BYTES = 12_000_000;

export class SharedDays<T extends Samples> {
  /** The longest unused first. */
  private readonly held = new Map<string, T>();
  private bytes = 0;
  private readers = 0;

  /** What is read meanwhile is held for the others, as long as any such work goes on. */
  async during<R>(work: () => Promise<R>): Promise<R> {
    this.readers += 1;
    try {
      return await work();
    } finally {
      this.readers -= 1;
      if (this.readers === 0) this.clear();
    }
  }

  of(series: number, day: number, read: () => T | undefined): T | undefined {
    const key = keyOf(series, day);
    const found = this.take(key) ?? read();
    if (found === undefined || this.readers === 0) return found;
    this.held.set(key, found);
    this.bytes += bytesOf(found);
    for (const oldest of this.held.keys()) {
      if (this.bytes <= MOST_BYTES) break;
      this.take(oldest);
    }
    return found;
  }

  /** The day is written anew. */
  forget(series: number, day: number): void {
    this.take(keyOf(series, day));
  }

  private take(key: string): T | undefined {
    const found = this.held.get(key);
    if (found !== undefined) {
      this.held.delete(key);
      this.bytes -= bytesOf(found);
    }
    return found;
  }

  private clear(): void {
    this.held.clear();
    this.bytes = 0;
  }
}

const keyOf = (series: number, day: number): string => `${String(series)} ${String(day)}`;
const bytesOf = ({ column }: Samples): number =>
  column instanceof Float64Array ? column.byteLength : column.codes.byteLength;
