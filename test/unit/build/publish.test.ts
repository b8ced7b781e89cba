import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { publish } from '../../../build/bundle/publish.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'leqbook-publish-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}
const dist = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path.join(folder, 'dist'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(path.join(folder, 'dist'), file), readFileSync(file, 'utf8')]),
  );
const move = (sources: string): void =>
  publish({ built: path.join(folder, 'built'), dist: path.join(folder, 'dist'), sources });

it('a build replaces the one before, drops what it no longer has, and says what it was built from', () => {
  write('dist/bundle.json', '{"sources":"old"}');
  write('dist/main.cjs', 'old');
  write('dist/assets/gone.js', 'old');
  write('built/main.cjs', 'new');
  write('built/assets/page.js', 'new');
  move('hash');
  expect(dist()).toEqual({
    'bundle.json': '{"sources":"hash"}',
    'main.cjs': 'new',
    [path.join('assets', 'page.js')]: 'new',
  });
});

it('a build that cannot be moved into place leaves no word that it was', () => {
  write('dist/bundle.json', '{"sources":"old"}');
  write('dist/main.cjs/in-the-way', 'a folder where a file should be');
  write('built/main.cjs', 'new');
  expect(() => move('hash')).toThrow();
  expect(dist()['bundle.json']).toBeUndefined();
});
