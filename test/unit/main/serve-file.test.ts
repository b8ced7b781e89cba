import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { confine, parseRange, serveFile } from '../../../electron/main/serve-file';
import { tempFolder } from '../../support/temp';

const base = tempFolder('media');
const root = path.join(base, 'audio');
mkdirSync(path.join(root, 'sub'), { recursive: true });
writeFileSync(path.join(base, 'archive.db'), 'secret');
writeFileSync(path.join(root, 'a b.wav'), '0123456789');
writeFileSync(path.join(root, 'empty.flac'), '');
symlinkSync('../archive.db', path.join(root, 'link.wav'));

const ask = (file: string, init: { method?: string; range?: string } = {}) =>
  serveFile(
    root,
    file,
    {
      method: init.method ?? 'GET',
      headers: new Headers(init.range === undefined ? {} : { Range: init.range }),
    },
    {},
  );

test.each([
  [null, undefined],
  ['bytes=0-', { start: 0, end: 9 }],
  ['bytes=2-4', { start: 2, end: 4 }],
  ['bytes=2-400', { start: 2, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=4-2', undefined],
  ['bytes=-', undefined],
  ['items=0-1', undefined],
])('the Range header %s of ten bytes means %o', (header, expected) => {
  expect(parseRange(header, 10)).toEqual(expected);
});

test.each([
  '../archive.db',
  '/%2e%2e/archive.db',
  '/..%2farchive.db',
  '/link.wav',
  '/',
  '/sub/../..',
  '/%00',
  '/..%5carchive.db',
  '/%zz',
  '/missing.wav',
])('%s does not leave the folder', async (file) => {
  expect(await confine(root, file)).toBeUndefined();
  expect((await ask(file)).status).toBe(404);
});

test('a file is served whole or in the part asked for, with its type', async () => {
  const whole = await ask('/a%20b.wav');
  expect([whole.status, whole.headers.get('content-type'), await whole.text()]).toEqual([
    200,
    'audio/wav',
    '0123456789',
  ]);
  const part = await ask('/a%20b.wav', { range: 'bytes=3-5' });
  expect([
    part.status,
    part.headers.get('content-range'),
    part.headers.get('content-length'),
    await part.text(),
  ]).toEqual([206, 'bytes 3-5/10', '3', '345']);
  const beyond = await ask('/a%20b.wav', { range: 'bytes=10-' });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10']);
});

test('an empty file, a folder and other methods are answered without a stream', async () => {
  const head = await ask('/a%20b.wav', { method: 'HEAD' });
  expect([
    (await ask('/empty.flac')).status,
    (await ask('/sub')).status,
    (await ask('/a%20b.wav', { method: 'POST' })).status,
    head.headers.get('content-length'),
    head.body,
  ]).toEqual([200, 404, 405, '10', null]);
});
