import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openAccounts } from '../../../electron/core/accounts';
import { keptLog } from '../../support/quiet-log';
import { tempFolder } from '../../support/temp';

const KEY = 'mycirrus-123456-AABBCCDD11223344';

test('the same key opens the same account again, another key another one', () => {
  const home = tempFolder('accounts');
  const first = openAccounts(home, keptLog()).forKey(KEY, 1_000);
  openAccounts(home, keptLog()).save(first);
  const accounts = openAccounts(home, keptLog());
  expect(accounts.forKey(KEY, 2_000)).toEqual(first);
  const other = accounts.forKey('mycirrus-999999-0000000000000000', 3_000);
  expect(other.id).not.toBe(first.id);
  expect(other.label).toBe('MyCirrus account 2');
});

test('no two accounts have one label, whoever came meanwhile and whichever was removed', () => {
  const accounts = openAccounts(tempFolder('accounts'), keptLog());
  const [first, second] = [accounts.forKey(KEY, 1_000), accounts.forKey('second-key', 1_000)];
  expect(accounts.save(first).label).toBe('MyCirrus account 1');
  const saved = accounts.save(second);
  expect(saved).toEqual({ ...second, label: 'MyCirrus account 2' });
  expect(accounts.save({ ...saved, keyStored: true }).label).toBe('MyCirrus account 2');
  accounts.remove(first.id);
  expect(accounts.forKey('third-key', 1_000).label).toBe('MyCirrus account 3');
});

test('an account that was given a new key answers to both', () => {
  const accounts = openAccounts(tempFolder('accounts'), keptLog());
  const first = accounts.forKey(KEY, 1_000);
  const renewed = accounts.withKey(first, 'new-key');
  accounts.save(renewed);
  expect(accounts.forKey('new-key', 2_000).id).toBe(first.id);
  expect(accounts.forKey(KEY, 2_000).id).toBe(first.id);
});

test('the file never holds the key in any encoding', () => {
  const home = tempFolder('accounts');
  const accounts = openAccounts(home, keptLog());
  accounts.save(accounts.forKey(KEY, 1_000));
  const text = readFileSync(path.join(home, 'accounts.json'), 'latin1');
  const bytes = Buffer.from(KEY);
  for (const form of [KEY, bytes.toString('base64'), bytes.toString('hex'), encodeURIComponent(KEY)])
    expect(text).not.toContain(form);
});

test('removing an account deletes its folder and leaves no account active', () => {
  const home = tempFolder('accounts');
  const accounts = openAccounts(home, keptLog());
  const account = accounts.forKey(KEY, 1_000);
  accounts.save(account);
  accounts.setActive(account.id);
  mkdirSync(accounts.folder(account.id), { recursive: true });
  writeFileSync(path.join(accounts.folder(account.id), 'archive.db'), 'x');
  accounts.remove(account.id);
  expect([accounts.active(), accounts.list(), existsSync(accounts.folder(account.id))]).toEqual([
    undefined,
    [],
    false,
  ]);
});

test('a damaged file is kept aside, and the archives on disk become accounts again', () => {
  const home = tempFolder('accounts');
  mkdirSync(path.join(home, 'accounts', 'abcdef012345'), { recursive: true });
  mkdirSync(path.join(home, 'accounts', 'Not An Account'));
  writeFileSync(path.join(home, 'accounts.json'), '{"version":1,"acc');
  const accounts = openAccounts(home, keptLog());
  expect(accounts.list().map(({ id, kind }) => [id, kind])).toEqual([['abcdef012345', 'cloud']]);
  expect(accounts.active()?.id).toBe('abcdef012345');
  const aside = readdirSync(home).filter((name) => name.startsWith('accounts.json.damaged'));
  expect(aside.map((name) => readFileSync(path.join(home, name), 'utf8'))).toEqual(['{"version":1,"acc']);
});
