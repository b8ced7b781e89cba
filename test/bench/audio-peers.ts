/** Who downloads the same files: Leqbook's export, and the downloaders that people use today. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SETS, type SetName } from './audio-sets';

export interface Place {
  /** Commands in front of a program, so that it runs at this end of the link; empty: right here. */
  readonly through: readonly string[];
  /** Where the files are. */
  readonly files: string;
}
export interface Peer {
  readonly name: string;
  /** The program's own time to start and end with nothing to do, ms; taken off, as ours runs already. */
  readonly startMs: number;
  /** Whether the files are also hashed and made durable afterwards, as ours are, by sha256sum and sync. */
  readonly settles: boolean;
  /** Downloads a set into an empty folder, so many files at a time. */
  command(place: Place, set: SetName, folder: string, width: number): readonly string[];
}

const STARTS = 5;

/** The peers that this machine has, and what is not there. */
export function findPeers(): { readonly peers: readonly Peer[]; readonly missing: readonly string[] } {
  const missing: string[] = [];
  const peers: Peer[] = [];
  for (const [name, command] of Object.entries(COMMANDS)) {
    const program = name.split(' ')[0] ?? name;
    const starts = Array.from({ length: STARTS }, () => {
      const from = performance.now();
      const { error } = spawnSync(program, ['--version'], { stdio: 'ignore' });
      return error === undefined ? performance.now() - from : Infinity;
    });
    const startMs = Math.min(...starts);
    if (Number.isFinite(startMs)) peers.push({ name, startMs, settles: false, command });
    else missing.push(name);
  }
  return { peers, missing };
}

export const settling = (peer: Peer): Peer => ({
  ...peer,
  name: `${peer.name}, then sha256sum and sync`,
  settles: true,
});
const SETTLE = 'sha256sum *.wav > sums && sync *.wav sums .';

const numbered = (set: SetName): readonly string[] =>
  Array.from({ length: SETS[set].count }, (_, index) => `${String(index)}.wav`);

const COMMANDS: Readonly<Record<string, Peer['command']>> = {
  'curl -Z': (place, set, folder, width) => {
    const list = `${folder}.curl`;
    const entry = (name: string): string =>
      `url = "${place.files}/${set}/${name}"\noutput = "${path.join(folder, name)}"\n`;
    writeFileSync(list, numbered(set).map(entry).join(''));
    const parallel = ['--parallel', '--parallel-immediate', '--parallel-max', String(width)];
    return ['curl', '--no-progress-meter', '--fail', ...parallel, '--config', list];
  },
  aria2c: (place, set, folder, width) => {
    const list = `${folder}.aria2`;
    writeFileSync(
      list,
      numbered(set)
        .map((name) => `${place.files}/${set}/${name}\n`)
        .join(''),
    );
    const quiet = ['--quiet', '--no-conf', '--file-allocation=none', '--allow-overwrite=true'];
    const parallel = [`--max-concurrent-downloads=${String(width)}`, '--max-connection-per-server=16'];
    return ['aria2c', ...quiet, ...parallel, `--dir=${folder}`, `--input-file=${list}`];
  },
  rclone: (place, set, folder, width) => [
    ...['rclone', 'copy', ':http:', folder, '--http-url', `${place.files}/${set}/`, '--http-no-head'],
    ...['--config', '/dev/null', '--quiet', '--no-check-dest', '--retries', '1'],
    ...['--transfers', String(width), '--checkers', String(width)],
  ],
};

/** Runs a peer once. @returns ms, its own start taken off */
export async function runPeer(
  peer: Peer,
  place: Place,
  set: SetName,
  folder: string,
  width: number,
): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const [program = '', ...args] = [...place.through, ...peer.command(place, set, folder, width)];
  const from = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (peer.settles) spawnSync('sh', ['-c', SETTLE], { cwd: folder });
  const elapsedMs = performance.now() - from;
  // On a busy machine a start can seem to take longer than all of a quick run.
  const ms = Math.max(elapsedMs - peer.startMs, elapsedMs / 2);
  if (code !== 0) throw new Error(`void: ${peer.name} ended with ${String(code)}: ${said.slice(-500)}`);
  return ms;
}

/** Throws unless a folder holds every file of a set, whole, and no other sound. */
export function checkFolder(folder: string, sums: readonly string[], who: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.wav'),
  );
  const found = files.map((file) => hashOf(path.join(folder, file)));
  const wanted = [...sums].sort();
  found.sort();
  if (found.length !== wanted.length || found.some((sum, index) => sum !== wanted[index]))
    throw new Error(
      `void: ${who} left ${String(found.length)} files, not the ${String(wanted.length)} that were served`,
    );
}

function hashOf(file: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(1 << 20);
  const fd = openSync(file, 'r');
  for (let read = readSync(fd, piece); read > 0; read = readSync(fd, piece))
    hash.update(piece.subarray(0, read));
  closeSync(fd);
  return hash.digest('hex');
}
