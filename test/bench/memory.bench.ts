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
/** In the order of time: were memory to grow with the data, the later ones would show it. */
const STRETCHES = 8;
/** The core is at rest for so long before it is given anything to do. */
const REST_MS = 2_000;

export async function run(report: BenchReport): Promise<void> {
  const channels = report.full ? CHANNELS : CHANNELS.slice(0, 1);
  const samples = INSTRUMENTS * DAYS_PER_YEAR * SAMPLES_PER_DAY * channels.length;
  report.note(
    `${INSTRUMENTS} instrument-years of ${channels.join(', ')}: ${(samples / 1e9).toFixed(2)} billion samples`,
  );
  await inTempFolder(async (folder) => {
    const service = await startProgram(
      'fake-service',
      String(INSTRUMENTS),
      channels.join(','),
      String(REST_MS),
    );
    try {
      await measure(folder, service, channels, samples, report);
    } finally {
      await service.close();
    }
  });
}

async function measure(
  folder: string,
  service: Service,
  channels: readonly string[],
  samples: number,
  report: BenchReport,
): Promise<void> {
  const home = path.join(folder, 'home');
  const probes = path.join(folder, 'probes');
  for (const each of [home, probes]) mkdirSync(each);
  const to = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS;
  const span = { from: to - DAYS_PER_YEAR * DAY_MS, to };
  const ms = await syncLevels({
    home,
    service,
    key: BENCH_KEY,
    span,
    instruments: [],
    env: probeEnv(probes),
  });
  const sync = { from: (await service.fact('firstDataAt')) as number, to: Date.now() };
  check(home, span, channels);
  const core = readProbes(probes).find(({ argv }) => argv.some((each) => each.endsWith('cli.cjs')));
  if (core === undefined) throw new Error('void: the probe was not loaded');
  const rest = before(core.moments, sync.from);
  const inMb = (bytes: number): number => bytes / 1e6;
  const grown = greatestOfEach(STRETCHES, sync, core.moments, ({ rss }) => inMb(rss - rest));
  report.row(
    `growth of the core, greatest in each ${STRETCHES}th of the sync`,
    'MB',
    grown,
    neverOver(200, 100),
  );
  const stalls = greatestOfEach(STRETCHES, sync, core.moments, ({ stallMs }) => stallMs);
  report.row(`longest stall of the core in each ${STRETCHES}th of the sync`, 'ms', stalls);
  report.note(
    `at rest ${inMb(rest).toFixed(0)} MB; resident memory, worker threads included, ten times a second`,
  );
  report.note(
    `the sync took ${(ms / SECOND_MS).toFixed(0)} s, ${(samples / ms / 1_000).toFixed(1)} million samples/s`,
  );
}

/** The memory at rest: the last that was noted before data was asked for. */
function before(moments: readonly Moment[], time: number): number {
  const last = moments.filter(({ at }) => at <= time).at(-1);
  if (last === undefined) throw new Error('void: nothing was noted before the sync');
  return last.rss;
}

/** Every instrument's first and last day, sample by sample, and that all of it is there. */
function check(home: string, span: { from: number; to: number }, channels: readonly string[]): void {
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
