/**
 * Stands before a service and gives each answer again, as the bytes it was, without asking twice: `replay <base URL>`.
 * Prints `{ url }`; ends with its standard input.
 */
import { createServer, request as send, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Kept {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}
const base = new URL(process.argv[2] ?? '');
const kept = new Map<string, Promise<Kept>>();

const fetchOnce = (path: string, headers: IncomingHttpHeaders): Promise<Kept> =>
  new Promise((resolve, reject) => {
    const asked = send(new URL(path, base), { headers: { ...headers, host: base.host } }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces) }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });

function give(response: ServerResponse, { status, headers, body }: Kept): void {
  const { 'content-type': type, 'content-encoding': encoding } = headers;
  response.writeHead(status, {
    ...(type !== undefined && { 'content-type': type }),
    ...(encoding !== undefined && { 'content-encoding': encoding }),
    'content-length': body.length,
  });
  response.end(body);
}

const server = createServer((request, response) => {
  const path = request.url ?? '';
  const isKept = path.includes('/data/');
  const answer = (isKept ? kept.get(path) : undefined) ?? fetchOnce(path, request.headers);
  if (isKept) kept.set(path, answer);
  answer.then(
    (found) => {
      // What was refused is asked again.
      if (found.status !== 200) kept.delete(path);
      give(response, found);
    },
    () => {
      kept.delete(path);
      response.destroy();
    },
  );
});
server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${base.pathname}`;
  process.stdout.write(`${JSON.stringify({ url })}\n`);
});
process.stdin.resume().on('end', () => process.exit());
