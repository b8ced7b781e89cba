/** Small programs and libraries in C, for what JavaScript cannot reach; built when they are first wanted. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';

export type Native = { readonly file: string } | { readonly missing: string };
type Name = 'link' | 'witness';

const FLAGS: Readonly<Record<Name, readonly string[]>> = {
  link: [],
  witness: ['-shared', '-fPIC', '-pthread', '-ldl'],
};

/** Compiles `test/support/native/<name>.c`, or says why this machine cannot. Built once for each text of the source. */
export function buildNative(name: Name): Native {
  if (process.platform !== 'linux') return { missing: `${name} is for Linux` };
  const source = path.resolve('test/support/native', `${name}.c`);
  const text = readFileSync(source);
  const version = createHash('sha256').update(text).update(process.arch).digest('hex').slice(0, 16);
  const folder = path.resolve('node_modules/.cache/native');
  const file = path.join(folder, `${name}-${version}`);
  if (existsSync(file)) return { file };
  mkdirSync(folder, { recursive: true });
  const made = `${file}.${String(process.pid)}`;
  const built = spawnSync('cc', ['-O2', '-o', made, source, ...FLAGS[name]], { encoding: 'utf8' });
  if (built.error !== undefined) return { missing: `there is no C compiler (cc) for ${name}` };
  if (built.status !== 0) throw new Error(`${name}.c does not compile:\n${built.stderr}`);
  renameSync(made, file);
  return { file };
}
