/** Memory and event loop of the core, as the command line runs it, over a sync of forty instrument-years. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DAY_MS, DAYS_PER_YEAR, inTempFolder, openAt, SAMPLES_PER_DAY, SECOND_MS } from './bench-archive';
import { neverOver, type BenchReport } from './bench-report';
import { CHANNELS, serialOf } from './levels';
import { greatestOfEach, probeEnv, readProbes, type Moment } from './probe';
import { archiveIn, BENCH_KEY, startProgram, syncLevels, type Service } from './programs';
import { servedDay } from './served';

export const name = 'memory';

const INSTRUMENTS = 40;
/** Enough to show what wide answers take. */
const DAYS = 28;
/** In the order of time: were memory to grow with the data, the later ones would show it. */
const STRETCHES = 8;
/** The core is at rest for so long before it is given anything to do. */
const REST_MS = 2_000;

interface Load {
  readonly title: string;
  readonly channels: readonly string[];
  readonly days: number;
}

/** All channels in one answer are what a sync brings; a year of them takes long, so that it has to be asked for. */
export async function run(report: BenchReport): Promise<void> {
  const all = CHANNELS.join(', ');
  const year = `${INSTRUMENTS} instrument-years`;
  const loads: readonly Load[] = report.full
    ? [{ title: `${year} of ${all}`, channels: CHANNELS, days: DAYS_PER_YEAR }]
    : [
        { title: `${year} of LAeq`, channels: CHANNELS.slice(0, 1), days: DAYS_PER_YEAR },
        { title: `${INSTRUMENTS} × ${DAYS} days of ${all}`, channels: CHANNELS, days: DAYS },
      ];
  for (const load of loads) {
    report.say(`memory: ${load.title}`);
    await inTempFolder((folder) => withService(folder, load, report));
  }
  report.note(
    'resident memory, worker threads included, ten times a second; at rest, the core waits for its first answer',
  );
}

async function withService(folder: string, load: Load, report: BenchReport): Promise<void> {
  const args = [String(INSTRUMENTS), load.channels.join(','), String(REST_MS)];
  const service = await startProgram('fake-service', ...args);
  try {
    await measure(folder, service, load, report);
  } finally {
    await service.close();
  }
}

async function measure(folder: string, service: Service, load: Load, report: BenchReport): Promise<void> {
  const { title, channels, days } = load;
  const home = path.join(folder, 'home');
  const probes = path.join(folder, 'probes');
  for (const each of [home, probes]) mkdirSync(each);
  const to = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS;
  const span = { from: to - days * DAY_MS, to };
  const env = probeEnv(probes);
  const ms = await syncLevels({ home, service, key: BENCH_KEY, span, instruments: [], env });
  const sync = { from: (await service.fact('firstDataAt')) as number, to: Date.now() };
  check(home, span, channels);
  const core = readProbes(probes).find(({ argv }) => argv.some((each) => each.endsWith('cli.cjs')));
  if (core === undefined) throw new Error('void: the probe was not loaded');
  const rest = before(core.moments, sync.from);
  const inMb = (bytes: number): number => bytes / 1e6;
  const grown = greatestOfEach(STRETCHES, sync, core.moments, ({ rss }) => inMb(rss - rest));
  const each = `in each ${STRETCHES}th`;
  report.row(`${title}: growth of the core, greatest ${each}`, 'MB', grown, neverOver(200, 100));
  const stalls = greatestOfEach(STRETCHES, sync, core.moments, ({ stallMs }) => stallMs);
  report.row(`${title}: longest stall of the core ${each}`, 'ms', stalls);
  const samples = INSTRUMENTS * days * SAMPLES_PER_DAY * channels.length;
  report.note(
    `${title}: ${(samples / 1e9).toFixed(2)} billion samples in ${(ms / SECOND_MS).toFixed(0)} s, ${(samples / ms / 1_000).toFixed(1)} million a second; ${inMb(rest).toFixed(0)} MB at rest`,
  );
}

/** The memory at rest: the last that was noted before data was asked for. */
function before(moments: readonly Moment[], time: number): number {
  const last = moments.filter(({ at }) => at <= time).at(-1);
  if (last === undefined) throw new Error('void: nothing was noted before the sync');
  return last.rss;
}

/** Every instrument's first and last day, sample by sample, and that all of it is there. */
function check(
  home: string,
  span: { readonly from: number; readonly to: number },
  channels: readonly string[],
): void {
  const archive = openAt(archiveIn(home), Date.now());
  const days = [span.from, span.to - DAY_MS].map((from) => ({ from, to: from + DAY_MS }));
  for (let instrument = 0; instrument < INSTRUMENTS; instrument++)
    for (const [index, channel] of channels.entries()) {
      const serial = serialOf(instrument);
      if (archive.series.missing('timehistory', serial, channel, SECOND_MS, span).length > 0)
        throw new Error(`void: ${serial} ${channel} is not whole`);
      for (const day of days) {
        const sent = servedDay(day.from / DAY_MS, index);
        const held = archive.series.read('timehistory', serial, channel, SECOND_MS, day);
        if (sent.some((value, i) => !Object.is(held[i], value)))
          throw new Error(`void: ${serial} ${channel} differs`);
      }
    }
  archive.close();
}
