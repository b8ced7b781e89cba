/**
 * An instrument-year of levels through real HTTP, by `leqbook sync` as it is built: from the demo service, which computes
 * each answer anew every time, and for comparison from its answers kept in memory.
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
    report.say('sync: a first year, to be kept and compared');
    await syncOnce(replay, year, (home) => compare(replay, year, home));
    report.note(
      `all ${(SAMPLES / 1e6).toFixed(1)} million samples were compared with the answers before any time counted`,
    );
    await computed(demo, year, report);
    await alone(demo, year, report);
    await kept(replay, year, report);
  } finally {
    await replay.close();
    await demo.close();
  }
}

const SAMPLES = DAYS_PER_YEAR * SAMPLES_PER_DAY * CHANNELS.length;
const inSeconds = (ms: number): number => ms / SECOND_MS;
const ofOneChannel = (ms: number): number => inSeconds(ms) / CHANNELS.length;

/** With the demo service at work: it remembers a few days of what it computed, which are long gone when a year is over. */
async function computed(demo: Service, year: Span, report: BenchReport): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    report.say('sync: the demo computes a year');
    times.push(await syncOnce(demo, year));
  }
  report.row('a year of one channel, the demo computing it', 's', times.map(ofOneChannel), atMost(10, 5));
  report.row(`a year of ${CHANNELS.length} channels, the demo computing it`, 's', times.map(inSeconds));
  report.row(
    'that is',
    'million samples/s',
    times.map((ms) => SAMPLES / ms / 1_000),
  );
}

/** How long the demo service takes when nobody stores its answers, from stretches of the year. */
async function alone(demo: Service, year: Span, report: BenchReport): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = year.from + round * STRETCH_DAYS * DAY_MS;
    const startedAt = performance.now();
    for (let at = from; at < from + STRETCH_DAYS * DAY_MS; at += WEEK_MS)
      await drain(demo, { from: at, to: Math.min(from + STRETCH_DAYS * DAY_MS, at + WEEK_MS) });
    times.push(((performance.now() - startedAt) * DAYS_PER_YEAR) / STRETCH_DAYS);
  }
  const title = `from ${ROUNDS} × ${STRETCH_DAYS} days`;
  report.row(
    `the demo alone, one answer after the other, a channel (${title})`,
    's',
    times.map(ofOneChannel),
  );
}

/** What the service leaves of the time when it need not compute. */
async function kept(replay: Service, year: Span, report: BenchReport): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    report.say('sync: a year from memory');
    times.push(await syncOnce(replay, year));
  }
  report.row('a year of one channel, answers kept in memory', 's', times.map(ofOneChannel));
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

const answerOf = async (service: Service, span: Span): Promise<unknown> => (await ask(service, span)).json();

/** Takes the whole answer and makes nothing of it. */
async function drain(service: Service, span: Span): Promise<void> {
  await (await ask(service, span)).arrayBuffer();
}

async function ask({ url }: Service, { from, to }: Span): Promise<Response> {
  const query = new URLSearchParams({ instruments: SERIAL, period: 'PT1S' });
  query.set('start', new Date(from).toISOString());
  query.set('end', new Date(to).toISOString());
  for (const channel of CHANNELS) query.append('values', channel);
  const response = await fetch(`${url}/data/noise/timehistory?${query.toString()}`, {
    headers: { 'x-api-key': DEMO_KEY },
  });
  if (!response.ok) throw new Error(`void: the service answered ${response.status}`);
  return response;
}
