/**
 * A service of recordings that costs next to nothing: `audio-service <address>`. It answers Leqbook as MyCirrus does, and
 * anyone else under `/files/<set>/`. Prints `{ url }`; ends with its standard input.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { APART_MS, createSounds, FIRST_AT, lengthMs, SETS, soundId, type SetName } from './audio-sets';

const [address = '127.0.0.1'] = process.argv.slice(2);
const sound = createSounds();
const names = Object.keys(SETS) as SetName[];
const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
const STATUS = { online: true, measuring: true, calibrationInProgress: false, sicInProgress: false };

const instruments = names.map((set) => ({
  name: `Bench ${set}`,
  ...{ type: 'Noise', model: 'CR:950', feature: [], serialNumber: SETS[set].serial },
  subscription: { tier: 'Pro', status: 'Active', addons: ['Audio'] },
}));

function recordings(query: URLSearchParams): readonly object[] {
  const from = Date.parse(query.get('start') ?? '');
  const to = Date.parse(query.get('end') ?? '');
  const asked = query.getAll('instruments').flatMap((each) => each.split(','));
  return names
    .filter((set) => asked.includes(SETS[set].serial))
    .flatMap((set) =>
      Array.from({ length: SETS[set].count }, (_, index) => {
        const start = FIRST_AT + index * APART_MS;
        const end = start + lengthMs(SETS[set].bytes);
        return {
          ...{ id: soundId(set, index), instrument: SETS[set].serial, triggerName: 'Bench' },
          ...{ startTime: iso(start).replace('Z', ''), endTime: iso(end).replace('Z', '') },
          ...{ triggerStartTime: iso(start), triggerEndTime: iso(end) },
        };
      }),
    )
    .filter(({ triggerStartTime: time }) => Date.parse(time) >= from && Date.parse(time) < to);
}

function answer(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
const json = (response: ServerResponse, value: unknown): void =>
  answer(response, 'application/json', JSON.stringify(value));

async function sendSound(
  request: IncomingMessage,
  response: ServerResponse,
  set: SetName,
  index: number,
): Promise<void> {
  const { bytes, pieces } = sound(set, index);
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes });
  if (request.method !== 'HEAD')
    for (const piece of pieces()) {
      if (response.destroyed) return;
      if (!response.write(piece))
        await new Promise<void>((resolve) => {
          const go = (): void => {
            response.off('drain', go).off('close', go);
            resolve();
          };
          response.on('drain', go).on('close', go);
        });
    }
  response.end();
}

/** For who finds files by a page of links. */
const listing = (set: SetName): string =>
  Array.from(
    { length: SETS[set].count },
    (_, index) => `<a href="${String(index)}.wav">${String(index)}.wav</a>`,
  ).join('\n');

function reply(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://service');
  const id =
    /\/data\/audio\/bench-(\w+)-(\d+)$/.exec(pathname) ?? /^\/files\/(\w+)\/(\d+)\.wav$/.exec(pathname);
  const set = names.find((name) => name === (id?.[1] ?? /^\/files\/(\w+)\/$/.exec(pathname)?.[1]));
  if (set !== undefined && id !== null) void sendSound(request, response, set, Number(id[2]));
  else if (set !== undefined) answer(response, 'text/html', `<html><body>${listing(set)}</body></html>`);
  else if (pathname.endsWith('/control/instruments')) json(response, instruments);
  else if (pathname.endsWith('/status')) json(response, STATUS);
  else json(response, pathname.endsWith('/data/audio') ? recordings(searchParams) : []);
}

const server = createServer(reply);
server.listen(0, address, () => {
  const base = `http://${address}:${String((server.address() as AddressInfo).port)}`;
  process.stdout.write(`${JSON.stringify({ url: `${base}/v1`, files: `${base}/files` })}\n`);
});
process.stdin.resume().on('end', () => process.exit());
