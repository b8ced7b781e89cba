/**
 * A service that costs next to nothing: `fake-service <instruments> <channel,…> <wait ms>`. It answers noise time histories
 * from JSON made beforehand and everything else with an empty list. The list of instruments takes `wait` ms, in which
 * whoever asks is at rest. Prints `{ url }`, and `{ firstDataAt }` once data is asked for; ends with its standard input.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DAY_MS, SAMPLES_PER_DAY, SECOND_MS } from './bench-archive';
import { serialOf } from './levels';
import { servedDay, SERVED_DAYS } from './served';

const [count = '1', channels = 'LAeq', waitMs = '0'] = process.argv.slice(2);
const offered = channels.split(',');
const COMMA = Buffer.from(',');

/** The values of each day that is ever served, as JSON without brackets. */
const texts = offered.map((_, channel) =>
  Array.from({ length: SERVED_DAYS }, (_, day) => Buffer.from([...servedDay(day, channel)].join(','))),
);

const instruments = Array.from({ length: Number(count) }, (_, index) => ({
  name: `Bench ${index + 1}`,
  ...{ type: 'Noise', model: 'CR:950', feature: [], serialNumber: serialOf(index) },
  subscription: { tier: 'Pro', status: 'Active', addons: [] },
}));
const STATUS = { online: true, measuring: true, calibrationInProgress: false, sicInProgress: false };
const say = (fact: object): void => void process.stdout.write(`${JSON.stringify(fact)}\n`);

/** The values from `start` to `end` in pieces, whole days ready made. */
function valuesBetween(channel: number, start: number, end: number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = start; at < end;) {
    const day = Math.floor(at / DAY_MS);
    const stop = Math.min(end, (day + 1) * DAY_MS);
    const from = (at - day * DAY_MS) / SECOND_MS;
    const to = (stop - day * DAY_MS) / SECOND_MS;
    if (pieces.length > 0) pieces.push(COMMA);
    const whole = texts[channel]?.[day % SERVED_DAYS] as Buffer;
    const part = to - from === SAMPLES_PER_DAY ? whole : partOf(channel, day, from, to);
    pieces.push(part);
    at = stop;
  }
  return pieces;
}
const partOf = (channel: number, day: number, from: number, to: number): Buffer =>
  Buffer.from([...servedDay(day, channel).subarray(from, to)].join(','));

function history(query: URLSearchParams): Buffer[] {
  const start = Date.parse(query.get('start') ?? '');
  const end = Math.min(Date.parse(query.get('end') ?? ''), Math.floor(Date.now() / SECOND_MS) * SECOND_MS);
  const serial = query.get('instruments') ?? '';
  const pieces: Buffer[] = [Buffer.from('[')];
  for (const name of query.getAll('values')) {
    const channel = offered.indexOf(name);
    if (channel < 0) continue;
    if (pieces.length > 1) pieces.push(COMMA);
    const block = { start: new Date(start), end: new Date(end), sampleDuration: SECOND_MS };
    const head = JSON.stringify({ type: name, instrument: serial, blocks: [block] }).slice(0, -3);
    pieces.push(
      Buffer.from(`${head},"values":[`),
      ...valuesBetween(channel, start, end),
      Buffer.from(']}]}'),
    );
  }
  return [...pieces, Buffer.from(']')];
}

function answer(response: ServerResponse, pieces: readonly Buffer[]): void {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': length });
  for (const piece of pieces) response.write(piece);
  response.end();
}
const json = (value: unknown): readonly Buffer[] => [Buffer.from(JSON.stringify(value))];

let told = false;
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
  if (pathname.endsWith('/control/instruments'))
    setTimeout(() => answer(response, json(instruments)), Number(waitMs));
  else if (pathname.endsWith('/status')) answer(response, json(STATUS));
  else if (pathname.endsWith('/data/noise/timehistory')) {
    if (!told) say({ firstDataAt: Date.now() });
    told = true;
    answer(response, history(searchParams));
  } else answer(response, json([]));
});
server.listen(0, '127.0.0.1', () =>
  say({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` }),
);
process.stdin.resume().on('end', () => process.exit());
