/** Whether the set-up of this clone is still good: cheap enough to ask before every command. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readStamp, root } from '../runtime.mjs';

/** A hash of everything the result of the set-up depends on. */
export function setupKey() {
  const steps = readdirSync(path.join(root, 'build/setup')).sort();
  const files = [
    'package-lock.json',
    'build/runtime-loader/main.js',
    ...steps.map((f) => `build/setup/${f}`),
  ];
  const { version, platform, arch, env } = process;
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(path.join(root, file)));
  return hash
    .update([version, platform, arch, env.ELECTRON_OVERRIDE_DIST_PATH ?? ''].join('|'))
    .digest('hex');
}

export const isSetUp = () => readStamp()?.key === setupKey();
