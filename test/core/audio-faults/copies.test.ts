/** Copies that carry their time, where what they are made from was spoilt on the disk and bad bodies come in its place. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { quickFolder } from '../../support/quick-folder';
import { NOW, openAccount } from './account';
import { filesUnder, sha256Of } from './folder';
import { PLACES, places } from './cases';
import { right, startFaultServer, type FaultServer } from './fault-server';
import { soundOf } from './sounds';

const root = quickFolder('copies');
let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(async () => {
  await server.close();
  root.remove();
});

const hashes = async (folder: string) =>
  Object.fromEntries([...(await filesUnder(folder))].map(([file, bytes]) => [file, sha256Of(bytes)]));

it('are left alone by bad bodies, and go with the original again once it is had', async () => {
  const into = path.join(root.path, 'export');
  const listed = places.map((place, n) => {
    const sound = soundOf('WAV', 9_000 + n);
    server.put(place, sound);
    return { id: place, serial: `QT60000${String(n)}`, from: NOW - n * 60_000, durationMs: sound.durationMs };
  });
  const ids = listed.map(({ id }) => id);
  const account = await openAccount({ url: server.url, home: root.path, folder: into, listed });
  try {
    expect(await account.exportWithCopies(into, ids)).toMatchObject({ state: 'done', issues: [] });
    const whole = await hashes(into);
    expect(Object.keys(whole)).toHaveLength(2 * places.length);

    const originals = Object.keys(whole).filter((file) => !file.endsWith('_bwf.wav'));
    for (const file of originals) {
      const full = path.join(into, ...file.split('/'));
      await writeFile(full, (await readFile(full)).subarray(0, -1));
    }
    const spoilt = await hashes(into);
    for (const [n, place] of places.entries())
      server.put(place, soundOf('WAV', 9_000 + n), () => {
        const sound = soundOf('WAV', 9_000 + n);
        return { ...right(sound), until: PLACES[place](sound), ending: 'fin' };
      });
    const job = await account.exportWithCopies(into, ids);
    expect(new Set(job.issues.map(({ item }) => item))).toEqual(new Set(ids));
    expect(await hashes(into)).toEqual(spoilt);

    server.heal(ids);
    expect(await account.exportWithCopies(into, ids)).toMatchObject({ state: 'done', issues: [] });
    expect(await hashes(into)).toEqual(whole);
  } finally {
    await account.close();
  }
});
