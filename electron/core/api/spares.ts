/** Keeps the memory of bodies that were read, for those to come. */

export interface Spares {
  /** At least so large, if said; what is in it is of no meaning. */
  take(bytes: number | undefined): Uint8Array<ArrayBuffer>;
  /** Whoever gives it must not use it again. */
  put(body: Uint8Array<ArrayBuffer>): void;
  clear(): void;
}

const FIRST_BYTES = 64 * 1024;
/** Smaller ones cost little. */
const LEAST_BYTES = 1024 * 1024;
const MOST_BYTES = 16 * LEAST_BYTES;
const MOST = 2;

export function createSpares(): Spares {
  let held: ArrayBuffer[] = [];
  return {
    take(bytes) {
      if (bytes !== undefined && bytes < LEAST_BYTES) return new Uint8Array(bytes);
      const found = held.findIndex(({ byteLength }) => byteLength >= (bytes ?? 0));
      const [spare] = found < 0 ? [] : held.splice(found, 1);
      if (spare !== undefined) return new Uint8Array(spare);
      // Answers of one kind differ by little, and are to fit in each other's memory.
      const size = bytes === undefined ? FIRST_BYTES : Math.ceil(bytes / LEAST_BYTES) * LEAST_BYTES;
      return new Uint8Array(size);
    },
    put({ buffer }) {
      const { byteLength } = buffer;
      if (byteLength < LEAST_BYTES || byteLength > MOST_BYTES) return;
      held.push(buffer);
      // The largest are of use for most.
      held = held.sort((a, b) => a.byteLength - b.byteLength).slice(-MOST);
    },
    clear() {
      held = [];
    },
  };
}
