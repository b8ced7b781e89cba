import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openOut } from '../../../electron/cli/out-folder';
import { createFolders } from '../../../electron/core/folders';
import { tempFolder } from '../../support/temp';

const root = tempFolder('out-folder');
const folders = createFolders();

describe('the folder of a command', () => {
  it('is made with those above it, for whoever may read what this person makes', async () => {
    const out = path.join(root, 'for', 'the expert');
    const handle = await openOut({ folders }, out);
    expect(folders.path(handle)).toBe(out);
    mkdirSync(path.join(root, 'as usual'));
    expect(statSync(out).mode).toBe(statSync(path.join(root, 'as usual')).mode);
    await openOut({ folders }, out);
  });

  it('is refused where something else stands', async () => {
    const file = path.join(root, 'file');
    writeFileSync(file, 'mine');
    for (const out of [file, path.join(file, 'below')])
      await expect(openOut({ folders }, out)).rejects.toMatchObject({ error: { kind: 'not-writable' } });
  });

  it.runIf(process.platform === 'linux')(
    'is refused, and not tried for ever, where none can be',
    async () => {
      await expect(openOut({ folders }, '/proc/nowhere/below')).rejects.toMatchObject({
        error: { kind: 'not-writable' },
      });
    },
  );
});
