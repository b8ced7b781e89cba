import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Host } from '../../../electron/contract/host';
import type { SessionState } from '../../../electron/contract/model';
import { Failure } from '../../../electron/contract/result';
import { openAccounts, type Accounts } from '../../../electron/core/accounts';
import { systemClock } from '../../../electron/core/clock';
import { createSession, type Session } from '../../../electron/core/session';
import { DEMO_KEY } from '../../../electron/demo/key';
import { PATIENT } from '../../support/patient';
import { keptLog } from '../../support/quiet-log';
import { tempFolder } from '../../support/temp';

const KEY = 'mycirrus-123456-AABBCCDD11223344';
const signal = new AbortController().signal;

/** A keychain in memory that a test can lock or take away. */
function memoryKeychain() {
  const kept = new Map<string, string>();
  let mood: 'open' | 'locked' | 'absent' = 'open';
  const refuse = () => {
    if (mood === 'absent') throw new Failure({ kind: 'keychain', code: 'unavailable', reason: 'none' });
  };
  const host: Host = {
    getSecret: (account) => {
      refuse();
      return Promise.resolve(mood === 'locked' ? undefined : kept.get(account));
    },
    setSecret: (account, secret) => {
      refuse();
      kept.set(account, secret);
      return Promise.resolve();
    },
    deleteSecret: (account) => {
      refuse();
      kept.delete(account);
      return Promise.resolve();
    },
    chooseFolder: () => Promise.resolve(undefined),
    showFolder: () => Promise.resolve(),
    chooseDocument: () => Promise.resolve(undefined),
    openDocument: () => Promise.resolve(),
    showLicences: () => Promise.resolve(),
    choosePlace: () => Promise.resolve(undefined),
    printPage: () => Promise.resolve(undefined),
    startDemo: () => Promise.resolve('http://127.0.0.1:1/v1'),
  };
  return { host, kept, become: (next: typeof mood) => void (mood = next) };
}

let home: string;
let keychain: ReturnType<typeof memoryKeychain>;
let opened: (string | undefined)[];
let announced: SessionState[];
let valid: Set<string>;
let accounts: Accounts;

beforeEach(() => {
  home = tempFolder('session');
  keychain = memoryKeychain();
  opened = [];
  announced = [];
  valid = new Set([KEY, DEMO_KEY, 'other-key']);
  accounts = openAccounts(home, keptLog());
});

function session(apiKey?: string, keyWaitMs?: number): Session {
  return createSession({
    accounts: openAccounts(home, keptLog()),
    host: keychain.host,
    clock: systemClock,
    log: keptLog(),
    apiKey,
    keyWaitMs,
    check: (_account, key) =>
      valid.has(key) ? Promise.resolve([]) : Promise.reject(new Failure({ kind: 'unauthorized' })),
    open: (account) => {
      opened.push(account?.id);
      return Promise.resolve();
    },
    keep: () => undefined,
    changed: (state) => announced.push(state),
  });
}
async function signedIn(): Promise<Session> {
  const fresh = session();
  await fresh.start();
  await fresh.signIn({ key: KEY, keep: 'keychain' }, signal);
  return fresh;
}

test('at first there is no account, and no key', async () => {
  const fresh = session();
  await fresh.start();
  expect(fresh.state().state).toBe('none');
  expect(() => fresh.key()).toThrow(Failure);
});

test('a good key is stored in the keychain and found again after a restart', async () => {
  const first = await signedIn();
  expect(first.state()).toMatchObject({ state: 'signed-in', keyFrom: 'keychain' });
  const again = session();
  await again.start();
  expect(again.state()).toMatchObject({ state: 'signed-in', keyFrom: 'keychain' });
  expect(again.key()).toBe(KEY);
  expect(JSON.stringify(announced)).not.toContain(KEY);
});

test('a wrong key changes nothing: not the account, not the keychain', async () => {
  const fresh = session();
  await fresh.start();
  await expect(fresh.signIn({ key: 'wrong', keep: 'keychain' }, signal)).rejects.toMatchObject({
    error: { kind: 'unauthorized' },
  });
  expect([fresh.state().state, accounts.list(), keychain.kept.size]).toEqual(['none', [], 0]);
});

test('without a keychain sign-in says so and changes nothing; for this session only it works', async () => {
  keychain.become('absent');
  const fresh = session();
  await fresh.start();
  await expect(fresh.signIn({ key: KEY, keep: 'keychain' }, signal)).rejects.toMatchObject({
    error: { kind: 'keychain' },
  });
  expect(fresh.state().state).toBe('none');
  await fresh.signIn({ key: KEY, keep: 'session' }, signal);
  expect(fresh.state()).toMatchObject({ state: 'signed-in', keyFrom: 'session' });
  const again = session();
  await again.start();
  expect(again.state().state).toBe('signed-out');
});

test('a locked keychain is told apart from being signed out, and the data is open all the same', async () => {
  await signedIn();
  keychain.become('locked');
  const again = session();
  await again.start();
  expect(again.state()).toMatchObject({ state: 'signed-out', account: { keyStored: true } });
  expect(again.state().keychainProblem).toContain('locked');
  expect(opened.at(-1)).toBe(again.state().account?.id);
});

test('a keychain that waits for its password does not keep the data waiting, and is used when it answers', async () => {
  await signedIn();
  let answer: (key: string) => void = () => undefined;
  keychain.host.getSecret = () => new Promise((resolve) => (answer = resolve));
  const again = session(undefined, 5);
  await again.start();
  expect(again.state()).toMatchObject({ state: 'signed-out', account: { keyStored: true } });
  expect(again.state().keychainProblem).toContain('not answered yet');
  answer(KEY);
  await vi.waitUntil(() => announced.at(-1)?.state === 'signed-in', PATIENT);
  expect([again.key(), again.state().keychainProblem]).toEqual([KEY, undefined]);
});

test('a keychain that answers after signing out does not sign in again', async () => {
  await signedIn();
  let answer: (key: string) => void = () => undefined;
  const late = new Promise<string>((resolve) => (answer = resolve));
  keychain.host.getSecret = () => late;
  const again = session(undefined, 5);
  await again.start();
  await again.signOut('keep');
  answer(KEY);
  await late;
  await new Promise((resolve) => setImmediate(resolve));
  expect(again.state()).toMatchObject({ state: 'signed-out', keyFrom: undefined });
  expect(() => again.key()).toThrow(Failure);
});

test('a rejected key is dropped at once and not tried again after a restart', async () => {
  const first = await signedIn();
  first.rejected();
  expect(first.state().state).toBe('rejected');
  expect(() => first.key()).toThrow(expect.objectContaining({ error: { kind: 'unauthorized' } }) as Error);
  const again = session();
  await again.start();
  expect(again.state().state).toBe('rejected');
});

test('a new key for a rejected account goes on with the same data', async () => {
  const first = await signedIn();
  first.rejected();
  const id = first.state().account?.id ?? '';
  await first.signIn({ key: 'other-key', keep: 'keychain', account: id }, signal);
  expect(first.state()).toMatchObject({ state: 'signed-in', account: { id } });
  expect(keychain.kept.get(id)).toBe('other-key');
});

describe('signing out', () => {
  test('and keeping the data leaves it open without a key', async () => {
    const first = await signedIn();
    const state = await first.signOut('keep');
    expect(state).toMatchObject({ state: 'signed-out', keyFrom: undefined });
    expect([keychain.kept.size, opened.at(-1)]).toEqual([0, state.account?.id]);
  });
  test('and deleting the data forgets the account', async () => {
    const first = await signedIn();
    const state = await first.signOut('delete');
    expect(state).toMatchObject({ state: 'none', account: undefined, accounts: [] });
  });
});

test('another key opens another account, and each can be opened again', async () => {
  const first = await signedIn();
  const id = first.state().account?.id ?? '';
  await first.signIn({ key: 'other-key', keep: 'keychain' }, signal);
  expect(first.state().accounts).toHaveLength(2);
  expect(first.state().account?.id).not.toBe(id);
  await first.use(id);
  expect(first.key()).toBe(KEY);
});

test('the key from the environment is used instead of the keychain and stored nowhere', async () => {
  const fresh = session('other-key');
  await fresh.start();
  expect(fresh.state()).toMatchObject({ state: 'signed-in', keyFrom: 'environment' });
  expect([fresh.key(), keychain.kept.size]).toEqual(['other-key', 0]);
});

test('the demo account needs no keychain', async () => {
  keychain.become('absent');
  const fresh = session();
  await fresh.start();
  await fresh.exploreDemo();
  expect(fresh.state()).toMatchObject({ state: 'signed-in', account: { kind: 'demo' } });
  const again = session();
  await again.start();
  expect([again.state().state, again.key()]).toEqual(['signed-in', DEMO_KEY]);
  await again.signOut('keep');
  const later = session();
  await later.start();
  expect(later.state()).toMatchObject({ state: 'signed-out', account: { kind: 'demo' } });
});
