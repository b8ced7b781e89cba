/**
 * Draws leqbook.svg at every size that systems ask for, and puts the drawings into Windows' and macOS' icon files.
 * Run after changing the drawing; the results are committed:
 *   node build/with-session.mjs node build/icons/draw.mjs
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, runtime, sandboxArgs } from '../runtime.mjs';

const here = path.join(root, 'build/icons');
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** Apple's four-letter type of a PNG, by its width in pixels. */
const ICNS_TYPES = {
  16: 'icp4',
  32: 'icp5',
  64: 'icp6',
  128: 'ic07',
  256: 'ic08',
  512: 'ic09',
  1024: 'ic10',
};

const png = (size) => readFileSync(path.join(here, `${size}x${size}.png`));

/** A directory of 16-byte entries, then the PNG files themselves. */
function ico(sizes) {
  const head = Buffer.alloc(6 + 16 * sizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sizes.length, 4);
  let offset = head.length;
  sizes.forEach((size, index) => {
    const entry = 6 + 16 * index;
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png(size).length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += png(size).length;
  });
  return Buffer.concat([head, ...sizes.map(png)]);
}

/** Chunks of type, length (with this head) and PNG. */
function icns(types) {
  const chunk = (type, body) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'latin1');
    head.writeUInt32BE(8 + body.length, 4);
    return Buffer.concat([head, body]);
  };
  return chunk(
    'icns',
    Buffer.concat(Object.entries(types).map(([size, type]) => chunk(type, png(Number(size))))),
  );
}

const { executable } = runtime();
const args = [
  ...sandboxArgs(),
  path.join(here, 'draw'),
  path.join(here, 'leqbook.svg'),
  here,
  SIZES.join(','),
];
const drawn = spawnSync(executable, args, { stdio: 'inherit' });
if (drawn.status !== 0) throw new Error('the icons could not be drawn');
writeFileSync(path.join(here, 'icon.ico'), ico(ICO_SIZES));
writeFileSync(path.join(here, 'icon.icns'), icns(ICNS_TYPES));
