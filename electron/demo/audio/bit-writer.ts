/** Bits in order, highest first, into bytes that grow as needed. */
export interface BitWriter {
  /** The low `count` bits of a non-negative number; at most 32. */
  write(value: number, count: number): void;
  /** That many zeros and a one. */
  unary(zeros: number): void;
  /** Fills the last byte with zeros. */
  align(): void;
  /** What was written so far; only whole bytes. */
  bytes(from?: number): Uint8Array;
  length(): number;
}

export function createBitWriter(sizeHint = 4_096): BitWriter {
  let buffer = new Uint8Array(sizeHint);
  let length = 0;
  let held = 0;
  let heldBits = 0;
  const put = (byte: number): void => {
    if (length === buffer.length) {
      const larger = new Uint8Array(buffer.length * 2);
      larger.set(buffer);
      buffer = larger;
    }
    buffer[length++] = byte;
  };
  const write = (value: number, count: number): void => {
    if (count > 16) {
      write(value >>> 16, count - 16);
      write(value & 0xffff, 16);
      return;
    }
    held = (held << count) | (value & ((1 << count) - 1));
    heldBits += count;
    while (heldBits >= 8) {
      heldBits -= 8;
      put((held >>> heldBits) & 0xff);
    }
    held &= (1 << heldBits) - 1;
  };
  return {
    write,
    unary(zeros) {
      for (let left = zeros; left > 0; left -= 16) write(0, Math.min(16, left));
      write(1, 1);
    },
    align: () => heldBits > 0 && write(0, 8 - heldBits),
    bytes: (from = 0) => buffer.subarray(from, length),
    length: () => length,
  };
}
