/** Where downloads run: on bare loopback, or at the far end of a slow link with real TCP. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { buildNative } from '../support/native';

export interface LinkSettings {
  readonly megabitPerSecond: number;
  readonly roundTripMs: number;
  readonly lossPercent: number;
  /** Packets that wait before the link drops what comes. */
  readonly queue: number;
}
export interface Ends {
  /** The service's own address. */
  readonly address: string;
  /** Commands in front of the service, and of its clients. */
  readonly service: readonly string[];
  readonly client: readonly string[];
  close(): Promise<void>;
}

export const loopback: Ends = {
  address: '127.0.0.1',
  service: [],
  client: [],
  close: () => Promise.resolve(),
};

const SERVICE = '10.77.0.1';
const CLIENT = '10.77.0.2';
/** What most servers send with; the system's own default may be another. */
const CONGESTION = 'cubic';
let seed = 0;

/** Opens a link, or says why this machine cannot have one. */
export async function openLink(settings: LinkSettings): Promise<Ends | string> {
  if (process.getuid?.() !== 0) return 'it needs the rights to make network name spaces';
  for (const tool of ['nsenter', 'ip'])
    if (spawnSync(tool, ['-V'], { stdio: 'ignore' }).error !== undefined) return `${tool} is not there`;
  const native = buildNative('link');
  if ('missing' in native) return native.missing;
  const { megabitPerSecond, roundTripMs, lossPercent, queue } = settings;
  const args = [megabitPerSecond, roundTripMs, lossPercent, queue, (seed += 1)].map(String);
  const child = spawn(native.file, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const spaces = await firstLine(child);
  if (typeof spaces === 'string') return spaces;
  const inside = (space: string): readonly string[] => ['nsenter', `--net=${space}`, '--'];
  const { service, client } = { service: inside(spaces.service), client: inside(spaces.client) };
  route([...service, 'ip', 'route', 'replace', CLIENT, 'dev', 'link', 'congctl', CONGESTION]);
  route([...client, 'ip', 'route', 'replace', SERVICE, 'dev', 'link', 'congctl', CONGESTION]);
  return {
    ...{ address: SERVICE, service, client },
    async close() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function firstLine(
  child: ChildProcess & { readonly stdout: NodeJS.ReadableStream; readonly stderr: NodeJS.ReadableStream },
): Promise<{ readonly service: string; readonly client: string } | string> {
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for await (const line of createInterface(child.stdout))
    return JSON.parse(line) as { service: string; client: string };
  return said.trim();
}

function route([program = '', ...args]: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`void: ${args.join(' ')}: ${stderr}`);
}
