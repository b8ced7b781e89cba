import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Deflater } from '../series/bytes';

/**
 * Fast rather than tight: differences of levels compress by how often each occurs, hardly by repetition, so looking for
 * matches costs time and finds nothing.
 */
export const deflater: Deflater = {
  deflate: (bytes) =>
    deflateRawSync(bytes, { level: 1, strategy: constants.Z_HUFFMAN_ONLY, chunkSize: bytes.length + 64 }),
  inflate: (bytes, size) => inflateRawSync(bytes, { maxOutputLength: size, chunkSize: Math.max(64, size) }),
};
