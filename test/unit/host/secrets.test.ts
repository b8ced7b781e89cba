import { expect, test, vi } from 'vitest';
import type { SecretReply, SecretRequest } from '../../../electron/contract/host';
import { explainRefusal } from '../../../electron/host/refusals';
import { createSecrets } from '../../../electron/host/secrets';

/** A keychain process whose behaviour the test decides. */
function fakeChild(answer: (request: SecretRequest) => SecretReply | undefined) {
  let reply: (reply: SecretReply) => void = () => undefined;
  let exit: () => void = () => undefined;
  const kill = vi.fn();
  return {
    kill,
    exit: () => exit(),
    post(request: unknown) {
      const given = answer(request as SecretRequest);
      if (given !== undefined) reply(given);
    },
    onMessage: (listener: (message: unknown) => void) => void (reply = listener),
    onExit: (listener: () => void) => void (exit = listener),
  };
}

test('a keychain that hangs is given up after the time-out, and its process is replaced', async () => {
  vi.useFakeTimers();
  try {
    const hanging = fakeChild(() => undefined);
    const working = fakeChild(({ id }) => ({ id, ok: true, value: 'k' }));
    const children = [hanging, working];
    const secrets = createSecrets(() => children.shift() ?? working, 60_000);
    const first = secrets.get('a');
    const refused = expect(first).rejects.toMatchObject({ error: { kind: 'keychain', code: 'timeout' } });
    await vi.advanceTimersByTimeAsync(60_000);
    await refused;
    expect(hanging.kill).toHaveBeenCalledOnce();
    expect(await secrets.get('a')).toBe('k');
  } finally {
    vi.useRealTimers();
  }
});

test('a refusal and a crash of the process each reject as a keychain failure', async () => {
  const refusing = fakeChild(({ id }) => ({ id, ok: false, code: 'locked', reason: 'it is locked' }));
  const secrets = createSecrets(() => refusing, 60_000);
  await expect(secrets.set('a', 'k')).rejects.toMatchObject({ error: { kind: 'keychain', code: 'locked' } });
  const crashing = fakeChild(() => undefined);
  const others = createSecrets(() => crashing, 60_000);
  const pending = others.delete('a');
  crashing.exit();
  await expect(pending).rejects.toMatchObject({ error: { kind: 'keychain', code: 'failed' } });
});

test('nothing stored is told apart from a stored text', async () => {
  const secrets = createSecrets(() => fakeChild(({ id }) => ({ id, ok: true })), 60_000);
  expect(await secrets.get('a')).toBeUndefined();
});

test.each([
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'unavailable'],
  ['Failed to execute child process “dbus-launch” (No such file or directory)', 'unavailable'],
  ['Could not connect: No such file or directory', 'unavailable'],
  ['The connection is closed', 'unavailable'],
  ['The name org.freedesktop.secrets was not provided by any .service files', 'unavailable'],
  ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'locked'],
  ['Cannot create an item in a locked collection', 'locked'],
  ['something else', 'failed'],
])('the keychain saying "%s" means %s', (said, code) => {
  expect(explainRefusal(1, new Error(said))).toMatchObject({ ok: false, code });
});
