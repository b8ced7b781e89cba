/**
 * An instrument-year of levels through real HTTP, by `leqbook sync` as it is built: once from the demo service, which
 * computes each answer, and several times from its answers kept in memory, so that its computing does not count.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DEMO_KEY } from '../../electron/demo/key';
import { DAY_MS, DAYS_PER_YEAR, inTempFolder, openAt, SAMPLES_PER_DAY, SECOND_MS } from './bench-archive';
import { atMost, type BenchReport } from './bench-report';
import { CHANNELS } from './levels';
import { archiveIn, startDemo, startProgram, syncLevels, type Service } from './programs';

export const name = 'sync';

const SERIAL = 'QT408816';
const ROUNDS = 7;
/** A year in as many stretches as there are rounds. */
const STRETCH_DAYS = Math.floor(DAYS_PER_YEAR / ROUNDS);
const WEEK_MS = 7 * DAY_MS;

interface Span {
  readonly from: number;
  readonly to: number;
}

export async function run(report: BenchReport): Promise<void> {
  const to = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS;
  const year = { from: to - DAYS_PER_YEAR * DAY_MS, to };
  const demo = await startDemo(Date.now());
  const replay = await startProgram('replay', demo.url);
  try {
    report.note(
      `${CHANNELS.length} channels come at once (${CHANNELS.join(', ')}); the time of one is a third of it, the start of the program counted`,
    );
    const stretches = Array.from({ length: ROUNDS }, (_, round) => {
      const from = year.from + round * STRETCH_DAYS * DAY_MS;
      return { from, to: from + STRETCH_DAYS * DAY_MS };
    });
    await computed(demo, stretches, report);
    await kept(replay, year, report);
  } finally {
    await replay.close();
    await demo.close();
  }
}

const inSeconds = (ms: number): number => ms / SECOND_MS;
const perYear = (ms: number): number => (inSeconds(ms) * DAYS_PER_YEAR) / STRETCH_DAYS;

/** With the demo service at work, and how long it takes by itself for the same answers. */
async function computed(demo: Service, stretches: readonly Span[], report: BenchReport): Promise<void> {
  const whole: number[] = [];
  const alone: number[] = [];
  for (const span of stretches) {
    report.say(`sync: the demo computes ${STRETCH_DAYS} days`);
    whole.push(perYear(await syncOnce(demo, span)));
    const start = performance.now();
    for (let at = span.from; at < span.to; at += WEEK_MS)
      await answerOf(demo, { from: at, to: Math.min(span.to, at + WEEK_MS) });
    alone.push(perYear(performance.now() - start));
  }
  const title = `from ${ROUNDS} × ${STRETCH_DAYS} days`;
  const perChannel = (seconds: readonly number[]): number[] => seconds.map((each) => each / CHANNELS.length);
  report.row(`a year of one channel, the demo computing (${title})`, 's', perChannel(whole));
  report.row(`a year of ${CHANNELS.length} channels, the demo computing (${title})`, 's', whole);
  report.row('of that, the demo alone: the same answers, nothing stored', 's', alone);
}

/** The first run fills the memory and is compared with the answers, sample by sample. */
async function kept(replay: Service, year: Span, report: BenchReport): Promise<void> {
  report.say('sync: a first year, to be kept and compared');
  await syncOnce(replay, year, (home) => compare(replay, year, home));
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await syncOnce(replay, year));
  const samples = DAYS_PER_YEAR * SAMPLES_PER_DAY * CHANNELS.length;
  report.row(
    'a year of one channel, answers kept in memory',
    's',
    times.map((ms) => inSeconds(ms) / CHANNELS.length),
    atMost(10, 5),
  );
  report.row(`a year of ${CHANNELS.length} channels, answers kept in memory`, 's', times.map(inSeconds));
  report.row(
    'that is',
    'million samples/s',
    times.map((ms) => samples / ms / 1_000),
  );
  report.note(
    `all ${(samples / 1e6).toFixed(1)} million samples were compared with the answers before any time counted`,
  );
}

/** Into a data folder of its own. @returns ms */
const syncOnce = (service: Service, span: Span, look?: (home: string) => Promise<void>): Promise<number> =>
  inTempFolder(async (folder) => {
    const home = path.join(folder, 'home');
    mkdirSync(home);
    const ms = await syncLevels({ home, service, key: DEMO_KEY, span, instruments: [SERIAL] });
    countSamples(home, span);
    await look?.(home);
    return ms;
  });

/** A sync that leaves something out would be quick. */
function countSamples(home: string, span: Span): void {
  const archive = openAt(archiveIn(home), Date.now());
  const rows = archive.coverage.list({ datasets: ['timehistory'], instruments: [SERIAL] });
  archive.close();
  const covered = rows.filter(({ state }) => state === 'settled' || state === 'provisional');
  const length = covered.reduce((sum, { from, to }) => sum + to - from, 0);
  if (length !== span.to - span.from)
    throw new Error(`void: ${length} ms of ${span.to - span.from} ms are covered`);
}

interface WireSeries {
  readonly type: string;
  readonly blocks: readonly { readonly start: string; readonly values: readonly unknown[] }[];
}

async function compare(service: Service, year: Span, home: string): Promise<void> {
  const archive = openAt(archiveIn(home), Date.now());
  for (let from = year.from; from < year.to; from += WEEK_MS) {
    const span = { from, to: Math.min(year.to, from + WEEK_MS) };
    const answer = (await answerOf(service, span)) as readonly WireSeries[];
    for (const channel of CHANNELS) {
      const sent = new Float64Array((span.to - span.from) / SECOND_MS).fill(NaN);
      for (const { blocks } of answer.filter(({ type }) => type === channel))
        for (const { start, values } of blocks)
          values.forEach((value, i) => {
            const slot = (Date.parse(start) - from) / SECOND_MS + i;
            if (typeof value === 'number' && slot < sent.length) sent[slot] = value;
          });
      const held = archive.series.read('timehistory', SERIAL, channel, SECOND_MS, span);
      sent.forEach((value, i) => {
        if (!Object.is(held[i], value))
          throw new Error(`void: ${channel} holds ${held[i]}, ${value} was sent`);
      });
    }
  }
  archive.close();
}

async function answerOf({ url }: Service, { from, to }: Span): Promise<unknown> {
  const query = new URLSearchParams({ instruments: SERIAL, period: 'PT1S' });
  query.set('start', new Date(from).toISOString());
  query.set('end', new Date(to).toISOString());
  for (const channel of CHANNELS) query.append('values', channel);
  const response = await fetch(`${url}/data/noise/timehistory?${query.toString()}`, {
    headers: { 'x-api-key': DEMO_KEY },
  });
  if (!response.ok) throw new Error(`void: the service answered ${response.status}`);
  return response.json();
}
