/** The six bad bodies that every downloader meets, given to Leqbook and to its peers in the same run. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tempFolder } from '../../support/temp';
import { NOW, openAccount } from './account';
import { page } from './case-bodies';
import { filesUnder } from './folder';
import { right, startFaultServer, type FaultServer, type Reply } from './fault-server';
import { PEERS, runPeer, type Peer } from './peers';
import { longFlac, soundOf, type Sound } from './sounds';

const half = ({ bytes }: Sound): number => bytes.length >> 1;
const SIX: Readonly<Record<string, (sound: Sound) => Partial<Reply>>> = {
  'a length, cut': (sound) => ({ until: half(sound), ending: 'fin' }),
  'chunks, cut between two': (s) => ({ framing: 'chunked-close', until: half(s), ending: 'fin' }),
  'chunks, cut inside one': (sound) => ({
    ...{ framing: 'chunked-close', until: half(sound), insideChunk: true, ending: 'fin' },
  }),
  'no length, closed': (sound) => ({ framing: 'close', until: half(sound) }),
  'no length, reset': (sound) => ({ framing: 'close', until: half(sound), ending: 'rst' }),
  'a captive portal': () => ({ headers: { 'content-type': 'text/html' }, body: page(5_000) }),
};
const faults = Object.keys(SIX);
const WHOLE = 'whole';

interface Row {
  readonly tool: string;
  /** The faults after which a wrong file had its final name. */
  readonly wrong: readonly string[];
  /** Of these, where the tool said that all went well. */
  readonly unsaid: readonly string[];
}
const root = tempFolder('peers');
let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

/** One for each fault, and one for none. Below 100 kB rclone takes another way and notices less. */
const long = Array.from({ length: 7 }, (_, n) => longFlac(n));
const short = Array.from({ length: 7 }, (_, n) => soundOf('WAV', n));
const CHOICES = { 'FLAC of a minute': long, 'WAV of four seconds': short } as const;
type Choice = keyof typeof CHOICES;
const choices = Object.keys(CHOICES) as readonly Choice[];
const soundAt = (kind: Choice, n: number): Sound => CHOICES[kind][n] as Sound;

const idOf = (kind: Choice, fault: string) => `${kind} ${fault}`;
const urlOf = (id: string) => `${server.url}/data/audio/${encodeURIComponent(id)}?format=x`;

function offer(kind: Choice): void {
  for (const [n, fault] of [...faults, WHOLE].entries()) {
    const sound = soundAt(kind, n);
    const reply = { ...right(sound), ...SIX[fault]?.(sound) };
    server.put(idOf(kind, fault), sound, () => reply);
  }
}

async function peerRow(peer: Peer, kind: Choice): Promise<Row | undefined> {
  const wrong: string[] = [];
  const unsaid: string[] = [];
  for (const [n, fault] of [...faults, WHOLE].entries()) {
    const file = path.join(root, peer.tool, kind, String(n), 'sound');
    const ran = await runPeer(peer, urlOf(idOf(kind, fault)), file);
    if (ran === undefined) return undefined;
    const bytes = await readFile(file).catch(() => undefined);
    const isRight = bytes?.equals(soundAt(kind, n).bytes) === true;
    // What it makes of the right answer shows that the command is right.
    if (fault === WHOLE)
      expect({ tool: peer.tool, isRight, ...ran }).toMatchObject({ isRight: true, code: 0 });
    else if (bytes !== undefined && !isRight) wrong.push(fault);
    if (fault !== WHOLE && bytes !== undefined && !isRight && ran.code === 0) unsaid.push(fault);
  }
  return { tool: peer.tool, wrong, unsaid };
}

/** Each fault in a job of its own, as a person would give each to a peer. */
async function leqbookRow(kind: Choice): Promise<Row> {
  const home = path.join(root, 'leqbook', kind);
  const folder = path.join(home, 'export');
  const listed = [...faults, WHOLE].map((fault, n) => {
    const { durationMs } = soundAt(kind, n);
    return { id: idOf(kind, fault), serial: `QT50000${String(n)}`, from: NOW - (n + 1) * 60_000, durationMs };
  });
  const account = await openAccount({ url: server.url, home, folder, listed });
  const wrong: string[] = [];
  const unsaid: string[] = [];
  try {
    for (const [n, fault] of [...faults, WHOLE].entries()) {
      const job = await account.export(soundAt(kind, n).format, [idOf(kind, fault)]);
      const files = await filesUnder(path.join(folder, `QT50000${String(n)}`)).catch(
        () => new Map<string, Buffer>(),
      );
      const isWrong = [...files.values()].some((file) => !file.equals(soundAt(kind, n).bytes));
      if (fault === WHOLE) expect([files.size, isWrong, job.issues]).toEqual([1, false, []]);
      if (isWrong) wrong.push(fault);
      if (fault !== WHOLE && job.issues.length === 0) unsaid.push(fault);
    }
  } finally {
    await account.close();
  }
  return { tool: 'Leqbook', wrong, unsaid };
}

function table(kind: Choice, rows: readonly (readonly [string, Row | undefined])[]): string {
  const cells = rows.map(([tool, row]) =>
    row === undefined
      ? [tool, 'not installed', '', '']
      : [tool, String(row.wrong.length), String(faults.length), String(row.unsaid.length)],
  );
  const head = ['tool', 'wrong files under a final name', 'of', 'of them without an error'];
  const widths = head.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |\n`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return `\nThe six bad bodies, ${kind}: ${faults.join('; ')}\n\n${line(head)}${rule}${cells.map(line).join('')}\n`;
}

it.each(choices)(
  'given the six bad bodies of a %s, Leqbook leaves no wrong one under its final name',
  async (kind) => {
    offer(kind);
    const [ours, ...theirs] = await Promise.all([
      leqbookRow(kind),
      ...PEERS.map(async (peer) => [peer.tool, await peerRow(peer, kind)] as const),
    ]);
    process.stdout.write(table(kind, [...theirs, [ours.tool, ours]]));
    expect(ours).toEqual({ tool: 'Leqbook', wrong: [], unsaid: [] });
  },
  120_000,
);

it('says of a tool that is not there that it is not installed', async () => {
  const missing: Peer = { tool: 'leqbook-no-such-tool', args: () => [] };
  expect(await peerRow(missing, choices[0] as Choice)).toBeUndefined();
  expect(table(choices[0] as Choice, [[missing.tool, undefined]])).toContain('not installed');
  expect(await readdir(root)).toContain(missing.tool);
});
