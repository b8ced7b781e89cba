/** How long the app's processes are held up at the longest while a sync runs at full speed, beside the same app at rest. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { FleetPage } from '../e2e/pages/fleet-page';
import { SyncPanel } from '../e2e/pages/sync-panel';
import { withApp } from './app';
import { inTempFolder, openAt } from './bench-archive';
import { atMost, type BenchReport } from './bench-report';
import { CHANNELS, serialOf } from './levels';
import { probeEnv, readProbes, type Moment, type Probed } from './probe';
import { archiveIn, BENCH_KEY, startProgram, type Service } from './programs';

export const name = 'stall';

const ROUNDS = 7;
const INSTRUMENTS = 4;
/** As long as a sync of this size takes on a quick machine. */
const REST_MS = 4_000;
/** What starting leaves to do is no part of that. */
const SETTLE_MS = 2_000;
const SYNC_LIMIT_MS = 300_000;

interface Spell {
  readonly from: number;
  readonly to: number;
}
interface Round {
  readonly rest: Spell;
  readonly sync: Spell;
  readonly samples: number;
  readonly probes: readonly Probed[];
}

export async function run(report: BenchReport): Promise<void> {
  const service = await startProgram('fake-service', String(INSTRUMENTS), CHANNELS.join(','), '0');
  const rounds: Round[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      report.say(`stall: round ${round + 1} of ${ROUNDS}`);
      rounds.push(await once(service));
    }
  } finally {
    await service.close();
  }
  tell(rounds, report);
}

const once = (service: Service): Promise<Round> =>
  inTempFolder(async (folder) => {
    const home = path.join(folder, 'home');
    const probes = path.join(folder, 'probes');
    for (const each of [home, probes]) mkdirSync(each);
    const env = {
      ...probeEnv(probes),
      ...{ LEQBOOK_HOME: home, LEQBOOK_API_URL: service.url, LEQBOOK_API_KEY: BENCH_KEY },
    };
    const spells: Pick<Round, 'rest' | 'sync'>[] = [];
    await withApp('.', env, async (page) => {
      const fleet = new FleetPage(page);
      const panel = new SyncPanel(page);
      await fleet.syncButton.waitFor();
      await page.waitForTimeout(SETTLE_MS);
      const rest = await spell(() => page.waitForTimeout(REST_MS));
      await fleet.openSync();
      const sync = await spell(async () => {
        await panel.start();
        await panel.finish(SYNC_LIMIT_MS);
      });
      spells.push({ rest, sync });
    });
    const [spent] = spells;
    if (spent === undefined) throw new Error('void: nothing was synced');
    return { ...spent, samples: samplesIn(home), probes: readProbes(probes) };
  });

async function spell(work: () => Promise<unknown>): Promise<Spell> {
  const from = Date.now();
  await work();
  return { from, to: Date.now() };
}

/** A sync that brings nothing holds nobody up. */
function samplesIn(home: string): number {
  const archive = openAt(archiveIn(home), Date.now());
  const counts = Array.from({ length: INSTRUMENTS }, (_, index) =>
    archive.series.channels('timehistory', serialOf(index)).reduce((sum, { samples }) => sum + samples, 0),
  );
  archive.close();
  if (counts.some((count) => count === 0)) throw new Error('void: an instrument has no samples');
  return counts.reduce((sum, count) => sum + count, 0);
}

function tell(rounds: readonly Round[], report: BenchReport): void {
  const longest = (which: (probed: Probed) => boolean, when: (round: Round) => Spell): number[] =>
    rounds.map((round) => longestStall(round.probes.filter(which), when(round)));
  const isMain = ({ process: kind }: Probed): boolean => kind === 'browser';
  const isCore = ({ argv }: Probed): boolean => argv.some((each) => each.endsWith('core.cjs'));
  report.row(
    'longest stall of main, in a sync',
    'ms',
    longest(isMain, ({ sync }) => sync),
    atMost(50, 16),
  );
  report.row(
    'longest stall of main, at rest',
    'ms',
    longest(isMain, ({ rest }) => rest),
  );
  report.row(
    'longest stall of the core, in a sync',
    'ms',
    longest(isCore, ({ sync }) => sync),
  );
  report.row(
    'longest stall of the core, at rest',
    'ms',
    longest(isCore, ({ rest }) => rest),
  );
  report.row(
    'the sync took',
    's',
    rounds.map(({ sync }) => (sync.to - sync.from) / 1_000),
  );
  const samples = Math.min(...rounds.map((round) => round.samples));
  report.note(
    `${INSTRUMENTS} instruments, ${(samples / 1e6).toFixed(1)} million samples a round; what a machine busy with something else adds shows at rest`,
  );
}

function longestStall(probed: readonly Probed[], { from, to }: Spell): number {
  const moments: readonly Moment[] = probed.flatMap((each) => each.moments);
  // A stall is noted when it is over.
  const inside = moments.filter(({ at }) => at >= from && at <= to + 200);
  if (inside.length === 0) throw new Error('void: the probe noted nothing');
  return Math.max(...inside.map(({ stallMs }) => stallMs));
}
