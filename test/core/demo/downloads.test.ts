import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Demo } from '../../support/demo';
import { startDemo, TEST_NOW } from '../../support/demo';
import { createFakeWorld, fakeEncode } from '../../support/fake-world';
import { rawGet } from '../../support/raw-http';

const HOUR = 3_600_000;
const LIST = '/control/instruments';
const SERIAL = 'QT100001';
const SOUND = `/data/audio/rec-${SERIAL}-${String(TEST_NOW - 110 * 60_000)}?format=WAV`;

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({ world: createFakeWorld(), encode: fakeEncode });
});
afterEach(async () => {
  await demo.levers.reset();
});
afterAll(async () => {
  await demo.close();
});
const raw = (path: string, waitMs?: number, headers = {}) =>
  rawGet(demo.url + path, { 'x-api-key': demo.key, ...headers }, waitMs);
describe('downloads', () => {
  it('serves no validator and no ranges unless told so', async () => {
    const answer = await raw(SOUND, undefined, { range: 'bytes=10-' });
    expect([answer.status, answer.headers.get('etag'), answer.headers.get('accept-ranges')]).toEqual([
      200,
      undefined,
      undefined,
    ]);
  });

  it('resumes with a strong validator only', async () => {
    const whole = (await raw(SOUND)).body;
    demo.levers.audio({ ranges: 'strong' });
    const etag = (await raw(SOUND)).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]+"$/);
    const rest = await raw(SOUND, undefined, { range: 'bytes=1000-', 'if-range': etag });
    expect([rest.status, rest.headers.get('content-range')]).toEqual([
      206,
      `bytes 1000-${String(whole.length - 1)}/${String(whole.length)}`,
    ]);
    expect(rest.body.equals(whole.subarray(1_000))).toBe(true);
    expect((await raw(SOUND, undefined, { range: 'bytes=-4' })).body.equals(whole.subarray(-4))).toBe(true);
    expect((await raw(SOUND, undefined, { range: `bytes=${String(whole.length)}-` })).status).toBe(416);
    demo.levers.swapAudio();
    const swapped = await raw(SOUND, undefined, { range: 'bytes=1000-', 'if-range': etag });
    expect([swapped.status, swapped.body.length, swapped.body.equals(whole)]).toEqual([
      200,
      whole.length,
      false,
    ]);
    demo.levers.audio({ ranges: 'weak' });
    const weak = (await raw(SOUND)).headers.get('etag') ?? '';
    expect(weak).toMatch(/^W\//);
    expect((await raw(SOUND, undefined, { range: 'bytes=1000-', 'if-range': weak })).status).toBe(200);
    demo.levers.audio({ ranges: 'ignored' });
    expect((await raw(SOUND, undefined, { range: 'bytes=1000-' })).status).toBe(200);
    demo.levers.audio({ ranges: 'wrong-start' });
    expect((await raw(SOUND, undefined, { range: 'bytes=1000-' })).headers.get('content-range')).toMatch(
      /^bytes 999-/,
    );
  });

  it('frames them with a length, in chunks, or by closing', async () => {
    const whole = (await raw(SOUND)).body;
    demo.levers.audio({ framing: 'chunked' });
    const chunked = await raw(SOUND);
    expect([chunked.headers.get('transfer-encoding'), chunked.headers.has('content-length')]).toEqual([
      'chunked',
      false,
    ]);
    expect(Buffer.from(await (await demo.get(SOUND)).arrayBuffer()).equals(whole)).toBe(true);
    demo.levers.audio({ framing: 'close' });
    const closed = await raw(SOUND);
    expect([closed.end, closed.headers.has('content-length'), closed.body.equals(whole)]).toEqual([
      'fin',
      false,
      true,
    ]);
  });

  it('has no file in a format without an encoder, and the given bytes when swapped', async () => {
    expect((await demo.get(SOUND.replace('WAV', 'OGG'))).status).toBe(400);
    demo.levers.swapAudio(Buffer.from('not a sound').toString('base64'));
    expect(await (await demo.get(SOUND)).text()).toBe('not a sound');
  });

  it('gives hostile names and ids, under which everything is still to be had', async () => {
    const query = { instruments: SERIAL, start: TEST_NOW - 2 * HOUR, end: TEST_NOW };
    const usual = Buffer.from(await (await demo.get(SOUND)).arrayBuffer());
    demo.levers.hostileNames(true);
    const [recording] = (await demo.json('/data/audio', query)) as { id: string; triggerName: string }[];
    expect(recording?.id).toContain('../..');
    expect(recording?.triggerName).toContain('<script>');
    const path = `/data/audio/${encodeURIComponent(recording?.id ?? '')}?format=WAV`;
    expect(Buffer.from(await (await demo.get(path)).arrayBuffer()).equals(usual)).toBe(true);
    expect(JSON.stringify(await demo.json(LIST))).toContain('../../../etc/');
  });
});
