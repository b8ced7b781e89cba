import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openAccount, type AccountDeps } from '../../../electron/core/account';
import type { AccountRecord } from '../../../electron/core/accounts';
import { createNodeTransport } from '../../../electron/core/api/node-transport';
import { systemClock } from '../../../electron/core/clock';
import { openArchive } from '../../../electron/core/db/open';
import { keptLog } from '../../support/quiet-log';
import { tempFolder } from '../../support/temp';

const record: AccountRecord = {
  id: 'a',
  kind: 'demo',
  label: 'Demo',
  createdAt: 1,
  keyStored: false,
  rejected: false,
  prints: [],
};
const PAGE = 4_096;
const INSTRUMENTS = 400;

function account() {
  const folder = tempFolder('account');
  const file = path.join(folder, 'archive.db');
  const log = keptLog();
  const archive = openArchive(file, systemClock);
  const data = { name: 'x'.repeat(200) };
  archive.instruments.replace(
    Array.from({ length: INSTRUMENTS }, (_, i) => ({ serial: `QT${String(i).padStart(3, '0')}`, data })),
    9,
  );
  archive.close();
  const deps: AccountDeps = {
    ...{ folder, clock: systemClock, log, transport: createNodeTransport('Leqbook') },
    baseUrl: () => Promise.reject(new Error('nothing here asks')),
    key: () => '',
    parserFile: undefined,
    writerFile: undefined,
    announce: () => undefined,
  };
  return { file, log, deps };
}
/** Fills a page with zeros. */
function wipe(file: string, page: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0, (page - 1) * PAGE, page * PAGE);
  writeFileSync(file, bytes);
}

describe('opening an account', () => {
  it('of a damaged archive tells the person among the jobs, and the log, where the damaged file is', async () => {
    const { file, log, deps } = account();
    wipe(file, 1);
    const opened = openAccount(record, deps);
    const movedTo = opened.archive.salvaged?.movedTo ?? '';
    expect(existsSync(movedTo)).toBe(true);
    expect(opened.archive.instruments.list()).toHaveLength(INSTRUMENTS);
    const [job] = opened.queue.list();
    expect(job).toMatchObject({ kind: 'sync', state: 'done', title: 'Archive repaired' });
    expect(job?.issues[0]?.text).toContain(path.basename(movedTo));
    expect(log.lines.map(({ message }) => message)).toEqual([
      'the archive is damaged; what can be read is taken over',
      'the archive is repaired',
    ]);
    await opened.close();
  });

  it('repairs at once what it only finds by looking', async () => {
    const { file, deps } = account();
    const db = new Database(file, { readonly: true });
    const pages = db.prepare<[], number>(
      `SELECT pageno FROM dbstat WHERE name = 'instrument' AND pagetype = 'leaf' ORDER BY path`,
    );
    const leaf = pages.pluck().all().at(-2) ?? 0;
    db.close();
    wipe(file, leaf);
    const opened = openAccount(record, deps);
    const left = opened.archive.instruments.list().length;
    expect([left > INSTRUMENTS / 2, left < INSTRUMENTS]).toEqual([true, true]);
    expect(opened.archive.salvaged?.lost).toContain('Some instruments may have been lost');
    expect(existsSync(`${file}.repair`)).toBe(false);
    await opened.close();
  });
});
