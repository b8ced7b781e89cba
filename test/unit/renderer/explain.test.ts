import { describe, expect, it } from 'vitest';
import type { AppError, AppErrorKind } from '../../../electron/contract/index';
import { explain } from '../../../renderer/explain';

const examples: { readonly [K in AppErrorKind]: Extract<AppError, { kind: K }> } = {
  offline: { kind: 'offline', reason: 'the name was not found' },
  unauthorized: { kind: 'unauthorized' },
  'signed-out': { kind: 'signed-out' },
  forbidden: { kind: 'forbidden', scope: 'data.audio:read' },
  'rate-limited': { kind: 'rate-limited', retryAt: Date.UTC(2026, 10, 22, 14, 2, 11) },
  server: { kind: 'server', status: 502, reason: 'bad gateway' },
  'not-found': { kind: 'not-found', what: 'The instrument QT1' },
  invalid: { kind: 'invalid', path: 'sync.start.days', reason: 'too large' },
  'disk-full': { kind: 'disk-full', where: '/media/usb', neededBytes: 2_100_000_000 },
  'not-writable': { kind: 'not-writable', where: '/mnt/share' },
  corrupt: { kind: 'corrupt', what: 'A block of levels' },
  'database-newer': { kind: 'database-newer', found: 9, supported: 3 },
  keychain: { kind: 'keychain', code: 'locked', reason: 'the login keyring is locked' },
  cancelled: { kind: 'cancelled' },
  internal: { kind: 'internal', ref: '7c1f' },
};

describe('explain', () => {
  it('says of every kind of error what happened, what is safe and what to do, in sentences', () => {
    for (const error of Object.values(examples)) {
      const { title, safe, todo } = explain(error, 'UTC');
      for (const text of [safe, todo]) expect(text, error.kind).toMatch(/^[A-Z].*\.$/s);
      expect(title, error.kind).toMatch(/^[A-Z]/);
    }
  });
  it('names the facts that help: the scope, the time to wait for, the space needed, the log reference', () => {
    const text = (kind: AppErrorKind) => Object.values(explain(examples[kind], 'UTC')).join(' ');
    expect(text('forbidden')).toContain('data.audio:read');
    expect(text('rate-limited')).toContain('14:02:11');
    expect(text('disk-full')).toContain('2.1 GB on /media/usb');
    expect(text('internal')).toContain('7c1f');
  });
  it('begins what the system said of its keychain with a capital', () => {
    const reason = 'no keychain service is running. Start one.';
    expect(explain({ kind: 'keychain', code: 'unavailable', reason }, 'UTC').safe).toBe(
      'No keychain service is running. Start one. The key was not stored anywhere.',
    );
  });
  it('offers the action that can help, and none where none can', () => {
    const actions = Object.fromEntries(
      Object.values(examples).map((error) => [error.kind, explain(error, 'UTC').action]),
    );
    expect(actions).toEqual({
      offline: 'retry',
      unauthorized: 'sign-in',
      'signed-out': 'sign-in',
      forbidden: 'sign-in',
      'rate-limited': 'retry',
      server: 'retry',
      'not-found': undefined,
      invalid: undefined,
      'disk-full': 'choose-folder',
      'not-writable': 'choose-folder',
      corrupt: 'retry',
      'database-newer': undefined,
      keychain: 'retry',
      cancelled: 'retry',
      internal: 'retry',
    });
  });
  it('speaks of another folder only where one can be chosen, and lets one try again elsewhere', () => {
    for (const kind of ['disk-full', 'not-writable'] as const) {
      const here = explain(examples[kind], 'UTC', ['retry']);
      expect([here.action, here.todo.includes('folder')], kind).toEqual(['retry', false]);
      expect(here.todo, kind).toMatch(/, then try again\.$/);
      const there = explain(examples[kind], 'UTC', ['retry', 'choose-folder']);
      expect([there.action, there.todo.includes('nother folder')], kind).toEqual(['choose-folder', true]);
    }
  });
});
