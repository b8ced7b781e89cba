import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../../electron/contract/result';
import { createFolders, createFolderSync } from '../../../../electron/core/transfer/folder-sync';
import { tempFolder } from '../../../support/temp';

describe('flushing folders', () => {
  it('shares one flush between those who ask before it begins, and begins another for who asks after', async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const sync = createFolderSync((folder) => {
      begun.push(folder);
      return new Promise((resolve) => ends.push(resolve));
    });
    const first = [sync('a'), sync('a'), sync('b')];
    while (begun.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual(['a', 'b']);
    let isLater = false;
    const later = sync('a').then(() => (isLater = true));
    for (const end of ends) end();
    await Promise.all(first);
    expect(isLater).toBe(false);
    while (begun.length < 3) await new Promise((resolve) => setImmediate(resolve));
    ends[2]?.();
    await later;
    expect(begun).toEqual(['a', 'b', 'a']);
  });

  it('tells all who share it that the disk refused, and the next may succeed', async () => {
    let fails = true;
    const sync = createFolderSync(() => (fails ? Promise.reject(new Error('EIO')) : Promise.resolve()));
    const ends = await Promise.allSettled([sync('a'), sync('a')]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    await sync('a');
  });
});

describe('the folders of a job', () => {
  it('are made once, made again when they are gone, and are no others under the same path', async () => {
    const root = tempFolder('folders');
    let looks = 0;
    const folders = createFolders(() => Promise.resolve(void (looks += 1)));
    const made = await Promise.all([folders.ensure(root, 'a/b'), folders.ensure(root, 'a/b')]);
    expect(made[0]).toBe(made[1]);
    await folders.assertSame(made[0]);
    const before = looks;
    await folders.ensure(root, 'a/b');
    expect(looks).toBe(before);
    await rename(path.join(root, 'a'), path.join(root, 'moved'));
    const refused = await folders
      .assertSame(made[0])
      .catch((error: unknown) => isFailure(error, 'not-writable'));
    expect(refused).toBe(true);
    await mkdir(path.join(root, 'a', 'b'), { recursive: true });
    expect(await folders.assertSame(made[0]).catch(() => 'another')).toBe('another');
    await rm(path.join(root, 'a'), { recursive: true });
    await folders.assertSame(await folders.ensure(root, 'a/b'));
    expect(looks).toBeGreaterThan(before);
  });

  it('may hold something unfinished where it did at first, or was left since', async () => {
    const root = tempFolder('parts');
    await mkdir(path.join(root, 'with'));
    await writeFile(path.join(root, 'with', 'a.wav.part'), '');
    const folders = createFolders();
    const [before, fresh] = [await folders.ensure(root, 'with'), await folders.ensure(root, 'fresh')];
    expect([before, fresh].map(folders.mayHoldParts)).toEqual([true, false]);
    folders.partLeft(fresh);
    expect(folders.mayHoldParts(fresh)).toBe(true);
  });
});
