import { describe, expect, it } from 'vitest';
import { says, useHttpService, type Answer } from './http-service';
import { failureOf, NEVER, readAll } from './service';

const { service, client } = useHttpService();

describe('an audio download', () => {
  const BYTES = Buffer.from('fLaC and so on');

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

  it('is refused when an error or a page comes in its place, and errors when it breaks off', async () => {
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
      response.writeHead(200, { 'content-length': 2 });
      response.write('x', () => response.destroy());
    };
    const broken = await client().api.audio({ list: 'recordings', id: 'r' }, 'AAC', undefined, NEVER);
    expect(await failureOf(readAll(broken.body))).toMatchObject({ kind: 'server' });
  });

  it('frees its place when it is read or given up', async () => {
    service.answer = (_request, response) => {
      response.writeHead(200);
      response.end('x');
    };
    const { api } = client();
    for (let i = 0; i < 3; i += 1) {
      const all = await Promise.all(
        Array.from({ length: 16 }, () =>
          api.audio({ list: 'recordings', id: 'r' }, 'FLAC', undefined, new AbortController().signal),
        ),
      );
      const [first, ...others] = all.map(({ body }) => body);
      if (first !== undefined) await readAll(first);
      for (const other of others) other.cancel();
    }
    const { body } = await api.audio({ list: 'recordings', id: 'r' }, 'FLAC', undefined, NEVER);
    expect(String(await readAll(body))).toBe('x');
  });
});
