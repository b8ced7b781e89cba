import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../../support/temp';
import { FIRST_TAG, rest } from './case-resumed';
import { NOW, openAccount } from './account';
import { filesUnder } from './folder';
import { right, startFaultServer, type FaultServer } from './fault-server';
import { soundOf } from './sounds';

const root = tempFolder('resumed');
let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

describe('a download that was cut off', () => {
  it.each([
    ['a strong tag', FIRST_TAG, [undefined, 'bytes=31998-']],
    ['a weak tag', 'W/"first"', [undefined, undefined]],
    ['no tag', undefined, [undefined, undefined]],
    ['a tag without quotes', 'first', [undefined, undefined]],
  ])('is continued only with a strong validator: %s', async (name, tag, ranges) => {
    const home = path.join(root, name);
    const sound = soundOf('WAV', 7_000);
    const headers = { 'content-type': sound.type, ...(tag !== undefined && { etag: tag }) };
    server.put(name, sound, ({ nth, headers: asked }) => {
      if (nth === 1) return { ...right(sound), headers, until: 31_998, ending: 'fin' };
      const range = asked.get('range');
      return { ...right(sound), ...(range === undefined ? { headers } : rest(sound, 31_998, tag)) };
    });
    const listed = { id: name, serial: 'QT400000', from: NOW - 60_000, durationMs: sound.durationMs };
    const folder = path.join(home, 'export');
    const account = await openAccount({ url: server.url, home, folder, listed: [listed] });
    expect(await account.export('WAV').finally(() => account.close())).toMatchObject({ issues: [] });
    const asked = server.journal.filter(({ id }) => id === name);
    expect(asked.map((each) => each.headers.get('range'))).toEqual(ranges);
    expect(asked.map((each) => each.headers.get('if-range'))).toEqual(ranges.map((range) => range && tag));
    expect([...(await filesUnder(folder)).values()].map((file) => file.equals(sound.bytes))).toEqual([true]);
  });
});
