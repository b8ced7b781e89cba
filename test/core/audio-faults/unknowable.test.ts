import { createHash } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../../support/temp';
import { NOW, openAccount } from './account';
import { filesUnder, manifestOf } from './folder';
import { startFaultServer, type FaultServer } from './fault-server';
import { KINDS, soundOf, type Kind } from './sounds';
import { UNKNOWABLE } from './unknowable';

const root = tempFolder('unknowable');
const HOUR = 3_600_000;
let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Exports one sound per reply and tells, by serial, what came of it. */
async function exported(name: string, kind: Kind) {
  const sent = UNKNOWABLE[kind].map(({ reply }, n) => {
    const sound = soundOf(kind, 5_000 + n);
    const serial = `QT30000${String(n)}`;
    const answer = reply(sound);
    server.put(`${kind}-${serial}`, sound, () => answer);
    const listed = { id: `${kind}-${serial}`, serial, from: NOW - n * HOUR, durationMs: sound.durationMs };
    return { listed, body: answer.body };
  });
  const home = path.join(root, name);
  const folder = path.join(home, 'export');
  const account = await openAccount({
    url: server.url,
    home,
    folder,
    listed: sent.map((each) => each.listed),
  });
  try {
    const job = await account.export(soundOf(kind, 1).format);
    expect(job).toMatchObject({ state: 'done', issues: [] });
  } finally {
    await account.close();
  }
  return { sent, files: await filesUnder(folder), entries: await manifestOf(folder) };
}

describe('a sound that nobody can tell from the right one', () => {
  it.each(KINDS)('is kept as it was sent, and described as it is: %s', async (kind) => {
    const { sent, files, entries } = await exported(kind, kind);
    expect(files.size).toBe(sent.length);
    for (const { listed, body } of sent) {
      const entry = entries.find(({ instrument }) => instrument === listed.serial);
      expect(entry).toMatchObject({ sha256: sha256(body), bytes: body.length });
      expect(files.get(entry?.file ?? '')?.equals(body)).toBe(true);
    }
  });

  it('is one of fifteen, and no more', () => {
    expect(Object.values(UNKNOWABLE).flat()).toHaveLength(15);
  });
});

describe('a whole sound shorter than the list says', () => {
  // The list gives whole seconds, and a recording may really have ended early: refusing it would lose it for good.
  it('is kept, and the manifest tells how long it really is', async () => {
    const home = path.join(root, 'short');
    const folder = path.join(home, 'export');
    const sound = soundOf('WAV', 6_000);
    server.put('short', sound);
    const listed = { id: 'short', serial: 'QT300100', from: NOW - HOUR, durationMs: 3 * sound.durationMs };
    const account = await openAccount({ url: server.url, home, folder, listed: [listed] });
    await account.export('WAV').finally(() => account.close());
    expect(await manifestOf(folder)).toMatchObject([{ durationMs: sound.durationMs }]);
  });
});
