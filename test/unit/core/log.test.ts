import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createFileLog } from '../../../electron/core/log';
import { tempFolder } from '../../support/temp';

const KEY = 'mycirrus-123456-A/B+C=';

test('a hidden text is in no line, however it got there and in whatever encoding', () => {
  const file = path.join(tempFolder('log'), 'logs', 'leqbook.log');
  const log = createFileLog(file);
  log.hide(KEY);
  log.info({ url: `https://x/?key=${encodeURIComponent(KEY)}`, nested: { key: KEY } }, `with ${KEY}`);
  log.bug(new Error(`failed for ${KEY}`), 'a bug');
  log.warn({ basic: Buffer.from(KEY).toString('base64'), hex: Buffer.from(KEY).toString('hex') }, 'encoded');
  log.close();
  const text = readFileSync(file, 'utf8');
  expect(text.split('\n')).toHaveLength(4);
  const bytes = Buffer.from(KEY);
  for (const form of [KEY, encodeURIComponent(KEY), bytes.toString('base64'), bytes.toString('hex')])
    expect(text).not.toContain(form);
});

test('a bug is logged in full under the reference it returns', () => {
  const file = path.join(tempFolder('log'), 'leqbook.log');
  const log = createFileLog(file);
  const ref = log.bug(new Error('the detail'), 'what was being done');
  log.close();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    ref,
    msg: 'what was being done',
    err: { message: 'the detail' },
  });
});

test('a log grown large is kept once beside the new one', () => {
  const file = path.join(tempFolder('log'), 'leqbook.log');
  writeFileSync(file, Buffer.alloc(6 * 1024 * 1024, 'x'));
  createFileLog(file).close();
  expect([statSync(`${file}.1`).size, statSync(file).size]).toEqual([6 * 1024 * 1024, 0]);
});
