import { describe, expect, it } from 'vitest';
import { says, useHttpService, type Answer } from './http-service';
import { failureOf, NEVER } from './service';

const { service, client } = useHttpService();

describe('an audio download', () => {
  const BYTES = Buffer.from('fLaC and so on');
  const readAll = async (body: ReadableStream<Uint8Array>) =>
    Buffer.from(await new Response(body).arrayBuffer());

  it('gives the body, its length and a strong validator', async () => {
    service.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': BYTES.length, etag: '"abc"' });
      response.end(BYTES);
    };
    const got = await client().api.audio({ list: 'recordings', id: 'r/1' }, 'FLAC', undefined, NEVER);
    expect(got).toMatchObject({ status: 200, lengthBytes: BYTES.length, etag: '"abc"' });
    expect(await readAll(got.body)).toEqual(BYTES);
    expect(service.requests[0]?.url).toBe('/v1/data/audio/r%2F1?format=FLAC');
    expect(service.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('goes on where it ended only when the service does so with the very same file', async () => {
    const partial =
      (range: string, etag: string): Answer =>
      (request, response) => {
        const part = request.headers.range !== undefined;
        response.writeHead(part ? 206 : 200, part ? { 'content-range': range, etag } : { etag });
        response.end(part ? BYTES.subarray(4) : BYTES);
      };
    const resume = { offset: 4, etag: '"abc"' };
    service.answer = partial('bytes 4-13/14', '"abc"');
    const good = await client().api.audio({ list: 'recordings', id: 'r' }, 'WAV', resume, NEVER);
    expect([good.status, await readAll(good.body)]).toEqual([206, BYTES.subarray(4)]);
    expect(service.requests[0]?.headers).toMatchObject({ range: 'bytes=4-', 'if-range': '"abc"' });
    for (const wrong of [partial('bytes 5-13/14', '"abc"'), partial('bytes 4-13/14', '"other"'), says416]) {
      service.answer = wrong;
      const whole = await client().api.audio({ list: 'recordings', id: 'r' }, 'WAV', resume, NEVER);
      expect([whole.status, await readAll(whole.body)]).toEqual([200, BYTES]);
    }
  });
  const says416: Answer = (request, response) => {
    response.writeHead(request.headers.range === undefined ? 200 : 416);
    response.end(request.headers.range === undefined ? BYTES : '');
  };

  it('is refused when an error or a page comes in its place, and errors when it stalls', async () => {
    service.answer = says(200, '{"error":"NotFound"}');
    expect(
      await failureOf(client().api.audio({ list: 'recordings', id: 'r' }, 'AAC', undefined, NEVER)),
    ).toEqual({
      kind: 'not-found',
      what: 'Recording r',
    });
    service.answer = says(200, '<html>', { 'content-type': 'text/html' });
    expect(
      await failureOf(client().api.audio({ list: 'recordings', id: 'r' }, 'AAC', undefined, NEVER)),
    ).toMatchObject({
      kind: 'offline',
    });
    service.answer = (_request, response) => {
      response.writeHead(200);
      response.write('x');
    };
    const stalled = await client().api.audio({ list: 'recordings', id: 'r' }, 'AAC', undefined, NEVER);
    expect(await failureOf(readAll(stalled.body))).toMatchObject({ kind: 'server' });
  });

  it('frees its place when it is read, given up or aborted', async () => {
    service.answer = (_request, response) => {
      response.writeHead(200);
      response.end('x');
    };
    const { api } = client();
    for (let i = 0; i < 3; i += 1) {
      const aborter = new AbortController();
      const four = await Promise.all(
        [0, 1, 2, 3].map(() => api.audio({ list: 'recordings', id: 'r' }, 'FLAC', undefined, aborter.signal)),
      );
      await readAll(four[0]?.body ?? new ReadableStream());
      await four[1]?.body.cancel();
      aborter.abort();
    }
    service.answer = says(200, '[]');
    expect((await api.instruments(NEVER)).value).toEqual([]);
  });
});
