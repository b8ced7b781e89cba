/** The three checksums that audio containers use, all most significant bit first and starting at zero. */

function table(width: 8 | 16 | 32, polynomial: number): Uint32Array {
  const top = 2 ** (width - 1);
  const mask = 2 ** width - 1;
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = (byte << (width - 8)) >>> 0;
    for (let bit = 0; bit < 8; bit++) {
      const carry = (crc & top) !== 0;
      crc = ((crc << 1) & mask) >>> 0;
      if (carry) crc = (crc ^ polynomial) >>> 0;
    }
    return crc;
  });
}

const CRC8 = table(8, 0x07);
const CRC16 = table(16, 0x8005);
const CRC32 = table(32, 0x04c11db7);

/** FLAC frame headers. */
export function crc8(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = CRC8[crc ^ byte] as number;
  return crc;
}

/** FLAC frames, one byte at a time: over a whole frame with its footer the result is zero. */
export const crc16Step = (crc: number, byte: number): number =>
  ((crc << 8) & 0xffff) ^ (CRC16[(crc >>> 8) ^ byte] as number);

/** Ogg pages. */
export function crc32(bytes: Uint8Array, start = 0): number {
  let crc = start;
  for (const byte of bytes) crc = ((crc << 8) ^ (CRC32[(crc >>> 24) ^ byte] as number)) >>> 0;
  return crc;
}
