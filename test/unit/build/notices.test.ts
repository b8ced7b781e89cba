import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { createNotices } from '../../../build/bundle/notices.mjs';
import { tempFolder } from '../../support/temp';

const root = path.resolve(import.meta.dirname, '../../..');

/** A clone with packages in it: a name, what it depends on, and the text of its licence. */
function cloneWith(
  packages: Readonly<Record<string, { readonly needs?: string[]; readonly text?: string }>>,
) {
  const folder = tempFolder('notices');
  mkdirSync(path.join(folder, 'texts'));
  for (const [name, { needs = [], text }] of Object.entries(packages)) {
    const at = path.join(folder, 'node_modules', name);
    mkdirSync(at, { recursive: true });
    const dependencies = Object.fromEntries(needs.map((each) => [each, '*']));
    writeFileSync(path.join(at, 'package.json'), JSON.stringify({ name, version: '1.0.0', dependencies }));
    if (text !== undefined) writeFileSync(path.join(at, 'LICENSE.md'), text);
  }
  return { folder, notices: createNotices({ root: folder, more: path.join(folder, 'texts') }) };
}

it('has the text of every package of which anything was bundled, and of what that carries in turn', async () => {
  const out = tempFolder('notices-built');
  const notices = createNotices({ root });
  await build({
    ...{ root, configFile: false, logLevel: 'error', plugins: [notices.plugin] },
    build: {
      ...{ ssr: true, outDir: out, minify: false, sourcemap: true },
      rolldownOptions: { input: ['electron/demo/audio/ogg.ts', 'electron/core/transfer/names.ts'] },
    },
    ssr: { noExternal: true },
  });
  const { sources } = JSON.parse(readFileSync(path.join(out, 'names.js.map'), 'utf8')) as {
    readonly sources: readonly string[];
  };
  const bundled = sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
  expect(bundled).toContain('truncate-utf8-bytes');
  const text = notices.text();
  for (const name of [...bundled, 'wasm-media-encoders'])
    expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
  expect(text).toContain('libvorbis: Copyright');
  // What was not bundled is not named.
  expect(text).not.toContain('\nhono ');
});

it('has what lies beside the bundles with all that it depends on', () => {
  const { notices } = cloneWith({
    ...{ native: { needs: ['@scope/finder'], text: 'Native text' } },
    ...{ '@scope/finder': { needs: ['native'], text: 'Finder text' }, other: { text: 'Other text' } },
  });
  notices.addPackage('native');
  const text = notices.text();
  expect(text).toMatch(/@scope\/finder 1\.0\.0[^]*Finder text[^]*native 1\.0\.0[^]*Native text/);
  expect(text).not.toContain('Other text');
});

it('cannot be made while a package lacks the text of its licence, until that is put beside', () => {
  const { folder, notices } = cloneWith({ 'bare-one': {}, '@scope/bare': { needs: ['bare-one'] } });
  notices.addPackage('@scope/bare');
  expect(() => notices.text()).toThrow(/@scope\/bare, bare-one$/);
  for (const name of ['bare-one', '@scope--bare'])
    writeFileSync(path.join(folder, 'texts', `${name}.txt`), `Text of ${name}`);
  expect(notices.text()).toContain('Text of @scope--bare');
});
