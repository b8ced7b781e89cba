import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFailure } from '../../../../electron/contract/result';
import { systemClock } from '../../../../electron/core/clock';
import { whileFolderIsThere, type Place } from '../../../../electron/core/export/folder-wait';

let base: string;
let root: string;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'leqbook-folder-'));
  root = path.join(base, 'stick');
  mkdirSync(root);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const context = {
  signal: new AbortController().signal,
  waiting: () => undefined,
  progress: () => undefined,
};
/** What the folder's path says after `change`, once `file` was saved to it. */
async function after(change: () => void, file: string | undefined): Promise<'same' | 'other'> {
  const work = async (place: Place): Promise<void> => {
    if (file !== undefined) {
      writeFileSync(path.join(root, file), 'sound');
      place.saved(file);
    }
    change();
    await place.assertSame();
  };
  const deps = { clock: systemClock, whenOffline: 'stop' } as const;
  try {
    await whileFolderIsThere(deps, context, root, work);
    return 'same';
  } catch (error) {
    if (!isFailure(error, 'not-writable')) throw error;
    return 'other';
  }
}
/** As FAT may do it: the same folder under a new number. */
function renumber(): void {
  const away = path.join(base, 'away');
  renameSync(root, away);
  mkdirSync(root);
  renameSync(path.join(away, 'a.wav'), path.join(root, 'a.wav'));
}
function replace(): void {
  renameSync(root, path.join(base, 'away'));
  mkdirSync(root);
}

describe('the folder of an export', () => {
  it('is the same while nothing happens, and when it only got another number', async () => {
    expect(await after(() => undefined, undefined)).toBe('same');
    expect(await after(() => undefined, 'a.wav')).toBe('same');
    expect(await after(renumber, 'a.wav')).toBe('same');
  });

  it('is another when what was saved to it is not there, or when it is gone', async () => {
    expect(await after(replace, 'a.wav')).toBe('other');
    expect(await after(() => rmSync(root, { recursive: true }), undefined)).toBe('other');
  });
});
