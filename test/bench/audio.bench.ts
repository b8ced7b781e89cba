/**
 * Recordings by Leqbook's export, as the app runs it, and by the downloaders that people use, in turn: over a slow link
 * with real TCP, without and with loss, and on bare loopback; and what memory the export takes.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { loopback, openLink, type Ends, type LinkSettings } from './audio-link';
import { startOurs, type Ours } from './audio-ours';
import { checkFolder, findPeers, runPeer, settling, type Peer, type Place } from './audio-peers';
import { APART_MS, FIRST_AT, SETS, sumsOf, type SetName } from './audio-sets';
import { PLACES_FILE } from '../../electron/core/account';
import { inTempFolder } from './bench-archive';
import { atLeast, neverOver, type BenchReport, type Target } from './bench-report';
import { greatestOfEach } from './probe';
import { startProgramThrough, type Service } from './programs';

export const name = 'audio';

const ROUNDS = 7;
const LOOPBACK_ROUNDS = 15;
const WIDTHS = [16, 8, 4, 2, 1];
/** A peer this much slower than the quickest one in the trial runs takes no part in the rounds. */
const HOPELESS = 1.15;
const SPAN = { from: FIRST_AT, to: FIRST_AT + 1_100 * APART_MS };
const LINK: Omit<LinkSettings, 'lossPercent'> = { megabitPerSecond: 20, roundTripMs: 80, queue: 170 };
const MB = 1e6;
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

export async function run(report: BenchReport): Promise<void> {
  const { peers, missing } = findPeers();
  for (const each of missing) report.note(`${each} is not on this machine`);
  await inTempFolder(async (folder) => {
    for (const lossPercent of [0, 1]) {
      const title = `${LINK.megabitPerSecond} Mbit/s, ${LINK.roundTripMs} ms, ${lossPercent} % loss`;
      const ends = await openLink({ ...LINK, lossPercent });
      if (typeof ends === 'string') report.note(`${title}: not measured: ${ends}`);
      else
        await at(ends, path.join(folder, `link-${lossPercent}`), (there) =>
          overLink(there, title, peers, report),
        );
    }
    await at(loopback, path.join(folder, 'loopback'), async (there) => {
      await onLoopback(there, peers, report);
      await memory(there, report);
    });
  });
  report.note(
    'ours includes the check of the container, SHA-256, fsync of each file and its folder, and the manifest',
  );
  report.note('every file of every round was compared with what was served before a time counted');
}

interface There {
  readonly ends: Ends;
  readonly service: Service;
  readonly place: Place;
  readonly folder: string;
  /** A data folder that knows all recordings, and of how quick the service is what `learn` left there. */
  readonly home: string;
}

async function at(ends: Ends, folder: string, work: (there: There) => Promise<void>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const service = await startProgramThrough(ends.service, 'audio-service', ends.address);
  try {
    const home = path.join(folder, 'home');
    mkdirSync(home);
    const ours = startOurs(ends.client, home, service.url);
    await ours.sync(SPAN).finally(() => ours.close());
    const files = (await service.fact('files')) as string;
    await work({ ends, service, folder, home, place: { through: ends.client, files } });
  } finally {
    await service.close();
    await ends.close();
  }
}

/** Runs work in an empty folder that goes away, with nothing of what came before still on its way to the disk. */
async function inEmpty<T>({ folder }: There, work: (empty: string) => Promise<T>): Promise<T> {
  const empty = path.join(folder, 'out');
  mkdirSync(empty);
  spawnSync('sync');
  try {
    return await work(empty);
  } finally {
    for (const file of readdirSync(folder))
      if (file.startsWith('out')) rmSync(path.join(folder, file), { recursive: true });
  }
}

/**
 * One export by a core that has just started.
 * @param learn keeps what it learnt of the link for those that come after
 * @returns ms
 */
async function oursOnce(there: There, set: SetName, sums: readonly string[], learn = false): Promise<number> {
  const home = path.join(there.folder, 'home-once');
  cpSync(there.home, home, { recursive: true });
  const ours = startOurs(there.ends.client, home, there.service.url);
  try {
    return await oneExport(there, ours, set, sums).finally(() => ours.close());
  } finally {
    if (learn)
      for (const account of readdirSync(path.join(home, 'accounts'))) {
        const file = path.join('accounts', account, PLACES_FILE);
        if (existsSync(path.join(home, file))) cpSync(path.join(home, file), path.join(there.home, file));
      }
    rmSync(home, { recursive: true });
  }
}
const oneExport = (there: There, ours: Ours, set: SetName, sums: readonly string[]): Promise<number> =>
  inEmpty(there, async (empty) => {
    const { ms } = await ours.export({ serial: SETS[set].serial, folder: empty });
    checkFolder(empty, sums, 'Leqbook');
    return ms;
  });
const onePeer = (
  there: There,
  peer: Peer,
  set: SetName,
  width: number,
  sums: readonly string[],
): Promise<number> =>
  inEmpty(there, async (empty) => {
    const ms = await runPeer(peer, there.place, set, empty, width);
    checkFolder(empty, sums, peer.name);
    return ms;
  });

interface Tuned {
  readonly peer: Peer;
  readonly width: number;
  readonly ms: number;
}
/** The number of files at a time that suits a peer best: from 16 down for as long as it gets quicker. */
async function tune(there: There, peer: Peer, set: SetName, sums: readonly string[]): Promise<Tuned> {
  let best: Tuned | undefined;
  for (const width of WIDTHS) {
    const ms = await onePeer(there, peer, set, width, sums);
    if (best !== undefined && ms > best.ms * 1.1) break;
    if (best === undefined || ms < best.ms) best = { peer, width, ms };
  }
  return best as Tuned;
}

/** The same set to ours and to each peer, the first one changing. @returns ms of each round */
async function compete(
  there: There,
  set: SetName,
  rounds: number,
  ours: () => Promise<number>,
  peers: readonly Peer[],
): Promise<{ readonly ours: readonly number[]; readonly peers: ReadonlyMap<Tuned, readonly number[]> }> {
  const sums = sumsOf(set);
  const tuned: Tuned[] = [];
  for (const peer of peers) tuned.push(await tune(there, peer, set, sums));
  const quickest = ({ settles }: Peer): number =>
    Math.min(...tuned.filter((each) => each.peer.settles === settles).map(({ ms }) => ms));
  const times = new Map(
    tuned.filter(({ peer, ms }) => ms < quickest(peer) * HOPELESS).map((each) => [each, [] as number[]]),
  );
  const own: number[] = [];
  const turns = [
    async () => void own.push(await ours()),
    ...[...times].map(
      ([{ peer, width }, list]) =>
        async () =>
          void list.push(await onePeer(there, peer, set, width, sums)),
    ),
  ];
  for (let round = 0; round < rounds; round++)
    for (let turn = 0; turn < turns.length; turn++) await turns[(round + turn) % turns.length]?.();
  return { ours: own, peers: times };
}

/** The row that counts, ours beside the best of the peers, and one of each. */
function tell(
  report: BenchReport,
  title: string,
  set: SetName,
  result: Awaited<ReturnType<typeof compete>>,
  target?: Target,
): void {
  const rate = (ms: readonly number[]): number[] =>
    ms.map((each) => (SETS[set].count * SETS[set].bytes) / each / 1_000);
  const what = `${title}, ${SETS[set].name}`;
  report.row(`${what}: Leqbook`, 'MB/s', rate(result.ours), target);
  for (const [{ peer, width }, times] of result.peers)
    report.row(`${what}: ${peer.name}, ${width} at a time`, 'MB/s', rate(times));
  const settles = [...result.peers].some(([{ peer }]) => peer.settles);
  for (const settled of settles ? [false, true] : [false]) {
    const best = [...result.peers]
      .filter(([{ peer }]) => peer.settles === settled)
      .sort(([, a], [, b]) => median(a) - median(b))[0];
    if (best === undefined) continue;
    const shares = result.ours.map((ms, round) => (best[1][round] as number) / ms);
    // A peer that neither hashes nor syncs is only a rival where the link is what takes the time.
    const promise = settles && !settled ? undefined : atLeast(0.95, 1);
    report.row(`${what}: ours ÷ ${best[0].peer.name}`, '×', shares, promise);
  }
}

async function overLink(
  there: There,
  title: string,
  peers: readonly Peer[],
  report: BenchReport,
): Promise<void> {
  for (const set of ['large', 'small'] as const) {
    report.say(`audio: ${title}, ${SETS[set].name}`);
    const sums = sumsOf(set);
    const first = await oursOnce(there, set, sums, true);
    const result = await compete(there, set, ROUNDS, () => oursOnce(there, set, sums), peers);
    report.note(
      `${title}, ${SETS[set].name}: Leqbook's first job there took ${(first / 1_000).toFixed(2)} s`,
    );
    tell(report, title, set, result);
  }
}

/** In one core, which has done it before: a fresh one would measure how quickly JavaScript gets going. */
async function onLoopback(there: There, peers: readonly Peer[], report: BenchReport): Promise<void> {
  for (const set of ['large', 'small'] as const) {
    report.say(`audio: loopback, ${SETS[set].name}`);
    const sums = sumsOf(set);
    const ours = startOurs([], there.home, there.service.url);
    try {
      for (let warm = 0; warm < 3; warm++) await oneExport(there, ours, set, sums);
      const once = (): Promise<number> => oneExport(there, ours, set, sums);
      const result = await compete(there, set, LOOPBACK_ROUNDS, once, [...peers, ...peers.map(settling)]);
      // Small files measure the disk's own time to make each durable.
      tell(report, 'loopback', set, result, set === 'large' ? atLeast(300, 400) : undefined);
    } finally {
      await ours.close();
    }
  }
}

const MEMORY_STRETCHES = 8;
const SAMPLE_MS = 10;
/** One huge file and a thousand, and how quickly they come. */
async function memory(there: There, report: BenchReport): Promise<void> {
  for (const set of ['huge', 'many'] as const) {
    report.say(`audio: memory, ${SETS[set].name}`);
    const sums = sumsOf(set);
    const ours = startOurs([], there.home, there.service.url);
    try {
      await inEmpty(there, async (empty) => {
        const command = { serial: SETS[set].serial, folder: empty, sampleMs: SAMPLE_MS };
        const { ms, idle, memory: moments } = await ours.export(command);
        checkFolder(empty, sums, 'Leqbook');
        const span = { from: moments[0]?.at ?? 0, to: (moments.at(-1)?.at ?? 0) + 1 };
        const seen = moments.map(({ at: when, rss }) => ({ at: when, rss, stallMs: 0 }));
        const grown = greatestOfEach(MEMORY_STRETCHES, span, seen, ({ rss }) => (rss - idle) / MB);
        report.row(
          `${SETS[set].name}: growth over idle, greatest in each ${MEMORY_STRETCHES}th`,
          'MB',
          grown,
          neverOver(200, 150),
        );
        const mbPerSecond = (SETS[set].count * SETS[set].bytes) / ms / 1_000;
        report.note(
          `${SETS[set].name} on loopback: ${mbPerSecond.toFixed(0)} MB/s; ${(idle / MB).toFixed(0)} MB at rest`,
        );
      });
    } finally {
      await ours.close();
    }
  }
}
