/** Reading the bits of a FLAC frame, most significant first; beyond the end all are zero. */

/** What one look can give, wherever in a byte it begins. */
const LOOK_BITS = 25;
const MARGIN_BYTES = 8;

export class FrameBits {
  private bytes = new Uint8Array(0);
  private at = 0;
  private end = 0;

  /** Copies the bytes, with zeros behind them, so that a look never leaves the array. */
  open(bytes: Uint8Array): void {
    const needed = bytes.length + MARGIN_BYTES;
    if (this.bytes.length < needed) this.bytes = new Uint8Array(needed * 2);
    this.bytes.set(bytes);
    this.bytes.fill(0, bytes.length, needed);
    this.at = 0;
    this.end = bytes.length * 8;
  }

  /** Whether more was read than there is. */
  isBeyond(): boolean {
    return this.at > this.end;
  }

  /** Whether all was read but what fills up the last byte, which is zero. */
  isAtEnd(): boolean {
    const rest = this.end - this.at;
    return rest >= 0 && rest < 8 && this.read(rest) === 0;
  }

  /** The next bits from the top of 32; at least {@link LOOK_BITS} of them are right. */
  private look(): number {
    const { bytes, at } = this;
    if (at >= this.end) return 0;
    const i = at >>> 3;
    const word =
      ((bytes[i] as number) << 24) |
      ((bytes[i + 1] as number) << 16) |
      ((bytes[i + 2] as number) << 8) |
      (bytes[i + 3] as number);
    return word << (at & 7);
  }

  /** Up to 32 bits. */
  read(count: number): number {
    if (count === 0) return 0;
    if (count > LOOK_BITS) {
      const high = this.read(count - 16);
      return high * 65_536 + this.read(16);
    }
    const value = this.look() >>> (32 - count);
    this.at += count;
    return value;
  }

  signed(count: number): number {
    return count === 0 ? 0 : (this.read(count) << (32 - count)) >> (32 - count);
  }

  /** Zeros before the next one. */
  unary(): number {
    let zeros = 0;
    while (this.at < this.end) {
      const here = Math.clz32(this.look());
      if (here < LOOK_BITS) {
        this.at += here + 1;
        return zeros + here;
      }
      this.at += LOOK_BITS;
      zeros += LOOK_BITS;
    }
    this.at += 1;
    return zeros;
  }

  /** Residuals of one partition that are not coded at all. */
  plain(samples: Int32Array, from: number, to: number): void {
    const size = this.read(5);
    for (let i = from; i < to; i++) samples[i] = this.signed(size);
  }

  /** Residuals of one partition in Rice's code. */
  rice(samples: Int32Array, from: number, to: number, parameter: number): void {
    for (let i = from; i < to; i++) {
      const word = this.look();
      const zeros = Math.clz32(word);
      const length = zeros + 1 + parameter;
      let folded: number;
      if (length <= LOOK_BITS) {
        const rest = parameter === 0 ? 0 : (word << (zeros + 1)) >>> (32 - parameter);
        folded = (zeros << parameter) | rest;
        this.at += length;
      } else {
        const high = this.unary();
        folded = ((high << parameter) | this.read(parameter)) >>> 0;
      }
      samples[i] = (folded >>> 1) ^ -(folded & 1);
    }
  }
}
