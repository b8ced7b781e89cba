import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { AudioFileQuery } from '../../../electron/contract/host';
import { parseMediaUrl, serveMedia } from '../../../electron/main/media';
import { findAudioFile } from '../../../electron/core/queries/audio-file';
import { openArchive } from '../../../electron/core/db/open';
import { clockAt } from '../../support/temp-archive';
import { tempFolder } from '../../support/temp';

const home = tempFolder('media-by-id');
const audio = path.join(home, 'accounts', 'abcd', 'audio');
const archive = openArchive(path.join(home, 'archive.db'), clockAt(0));

const ids = ['plain', 'a/b', '../../archive.db', 'ü ?#%2F', 'x'.repeat(512)];
const file = (recording: string, format: 'FLAC' | 'OGG', at: string) =>
  archive.audio.put({
    ...{ recording, format, path: at, sizeBytes: 10, sha256: 'ff', durationMs: 1, fetchedAt: 1 },
  });

beforeAll(() => {
  mkdirSync(path.join(audio, 'sub dir'), { recursive: true });
  mkdirSync(path.join(home, 'accounts', 'efgh', 'audio'), { recursive: true });
  writeFileSync(path.join(home, 'accounts', 'abcd', 'secret'), 'secret');
  for (const [at, id] of ids.entries()) {
    writeFileSync(path.join(audio, 'sub dir', `${String(at)} #.flac`), `0123456789 ${String(at)}`);
    file(id, 'FLAC', `sub dir/${String(at)} #.flac`);
  }
  symlinkSync('../secret', path.join(audio, 'link.flac'));
  file('link', 'FLAC', 'link.flac');
  file('out', 'FLAC', '../secret');
  file('absolute', 'FLAC', path.join(home, 'accounts', 'abcd', 'secret'));
  file('gone', 'FLAC', 'gone.flac');
  file('folder', 'FLAC', 'sub dir');
  return () => archive.close();
});

const audioFile = (query: AudioFileQuery) =>
  Promise.resolve(findAudioFile({ account: { id: 'abcd' }, archive }, query));
const ask = (url: string, range?: string) =>
  serveMedia(
    { url, method: 'GET', headers: new Headers(range === undefined ? {} : { Range: range }) },
    { 'X-Extra': 'yes' },
    { home, audioFile },
  );
const urlOf = (id: string, format = 'flac', account = 'abcd') =>
  `media://audio/${account}/${encodeURIComponent(id)}/${format}`;

test.each(ids.map((id, at) => [id, at] as const))('the sound %s is served by its id', async (id, at) => {
  const whole = await ask(urlOf(id));
  expect([whole.status, await whole.text()]).toEqual([200, `0123456789 ${String(at)}`]);
  const part = await ask(urlOf(id), 'bytes=2-4');
  expect([part.status, await part.text(), part.headers.get('x-extra')]).toEqual([206, '234', 'yes']);
});

test.each([
  urlOf('plain', 'ogg'),
  urlOf('plain', 'FLAC'),
  urlOf('plain', 'exe'),
  urlOf('plain', 'flac', 'efgh'),
  urlOf('plain', 'flac', '..'),
  urlOf('plain', 'flac', '%2e%2e'),
  urlOf('unknown'),
  urlOf('link'),
  urlOf('out'),
  urlOf('absolute'),
  urlOf('gone'),
  urlOf('folder'),
  urlOf('..'),
  urlOf(''),
  urlOf('x'.repeat(513)),
  'media://audio/abcd/plain',
  'media://audio/abcd/a/b/flac',
  'media://audio/abcd/%zz/flac',
  'media://audio/abcd/%ff/flac',
  'media://audio/abcd/../../archive.db/flac',
  'media://other/abcd/plain/flac',
  'not a url',
])('%s is not found', async (url) => {
  expect((await ask(url)).status).toBe(404);
});

test('an id arrives as it was, whatever it is made of', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }), (id) => {
      fc.pre(id !== '.' && id !== '..');
      expect(parseMediaUrl(urlOf(id))).toEqual({ account: 'abcd', sound: id, format: 'FLAC' });
    }),
  );
});
