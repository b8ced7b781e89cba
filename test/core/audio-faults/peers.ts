/** Programs that people fetch files with, each by its usual command for saving one file under a name. */
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

export interface Peer {
  readonly tool: string;
  /** Arguments that save `url` as `file`. */
  args(url: string, file: string): readonly string[];
}
/** One attempt where a tool would otherwise try again for minutes: more attempts at the same fault change nothing. */
export const PEERS: readonly Peer[] = [
  { tool: 'curl', args: (url, file) => ['-q', '--fail', '--silent', '--show-error', '-o', file, url] },
  { tool: 'wget', args: (url, file) => ['--no-config', '--quiet', '--tries=1', '-O', file, url] },
  {
    tool: 'aria2c',
    args: (url, file) => ['--no-conf', '--quiet', '-d', path.dirname(file), '-o', path.basename(file), url],
  },
  {
    tool: 'rclone',
    args: (url, file) => ['copyurl', url, file, '--retries=1', '--low-level-retries=1'],
  },
];

export interface Ran {
  /** Undefined: ended by force, as it took too long. */
  readonly code: number | undefined;
}
const PATIENCE_MS = 20_000;

/** Runs a peer in a folder of its own; undefined where it is not installed. */
export async function runPeer({ tool, args }: Peer, url: string, file: string): Promise<Ran | undefined> {
  const home = path.dirname(file);
  await mkdir(home, { recursive: true });
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, HOME: home, RCLONE_CONFIG: path.join(home, '.rclone.conf') };
    const child = spawn(tool, args(url, file), { env, cwd: home, stdio: 'ignore', timeout: PATIENCE_MS });
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
    child.once('close', (code) => resolve({ code: code ?? undefined }));
  });
}
