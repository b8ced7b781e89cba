/** Lossless compression, passed in because this folder is pure. */
export interface Deflater {
  deflate(bytes: Uint8Array): Uint8Array;
  /** Throws unless exactly `size` bytes come out. */
  inflate(bytes: Uint8Array, size: number): Uint8Array;
}

/** A typed array's own bytes, without copying. */
export const bytesOf = (
  array: Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array,
): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** The bytes at the start of a buffer of their own: a view into a larger one may begin at any offset. */
export const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** @throws RangeError for any other number of bytes */
export function sized(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length !== size) throw new RangeError(`${bytes.length} bytes where ${size} belong`);
  return bytes;
}

/** All first bytes of some numbers, then all second ones, and so on: neighbours share their high bytes. */
export function shuffled(bytes: Uint8Array, width: number): Uint8Array {
  const planes = new Uint8Array(bytes.length);
  for (let plane = 0, at = 0; plane < width; plane++)
    for (let i = plane; i < bytes.length; i += width) planes[at++] = bytes[i] as number;
  return planes;
}

export function unshuffled(planes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(planes.length);
  for (let plane = 0, at = 0; plane < width; plane++)
    for (let i = plane; i < bytes.length; i += width) bytes[i] = planes[at++] as number;
  return bytes;
}
