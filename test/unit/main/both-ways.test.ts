/** Main and the core ask each other over one channel. */
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { coreCalls, hostCalls, type CoreCalls, type HostCalls } from '../../../electron/contract/host';
import { connect, serve, type Port } from '../../../electron/contract/rpc';

/** Two ends of a channel that copies what goes through, as between processes. */
function channel(): readonly [Port, Port] {
  const ends = [new EventEmitter(), new EventEmitter()] as const;
  const port = (own: EventEmitter, other: EventEmitter): Port => ({
    post: (message) => void setImmediate(() => other.emit('message', structuredClone(message))),
    onMessage: (listener) => void own.on('message', listener),
    onClose: () => undefined,
    close: () => undefined,
  });
  return [port(ends[0], ends[1]), port(ends[1], ends[0])];
}
const bug = (cause: unknown) => String(cause);

test('a call of either side is answered by the other, and never by its own', async () => {
  const [mainEnd, coreEnd] = channel();
  const unused = () => Promise.reject(new Error('not asked for'));
  serve<HostCalls, Record<string, never>>({
    ...{ port: mainEnd, calls: hostCalls, bug },
    handlers: {
      ...{
        getSecret: (account) => Promise.resolve(`of ${account}`),
        setSecret: unused,
        deleteSecret: unused,
      },
      ...{ chooseFolder: unused, showFolder: unused, startDemo: unused, readInput: unused },
      ...{ chooseDocument: unused, openDocument: unused, printPage: unused, choosePlace: unused },
      showLicences: unused,
    },
  });
  serve<CoreCalls, Record<string, never>>({
    ...{ port: coreEnd, calls: coreCalls, bug },
    handlers: { audioFile: ({ sound }) => (sound === 'known' ? 'a.flac' : undefined) },
  });
  const core = connect<CoreCalls, Record<string, never>>();
  core.attach(mainEnd);
  const host = connect<HostCalls, Record<string, never>>();
  host.attach(coreEnd);
  const ask = (sound: string) => core.call('audioFile', { account: 'abcd', sound, format: 'FLAC' });
  expect(await Promise.all([ask('known'), host.call('getSecret', 'x'), ask('other'), ask('')])).toEqual([
    { ok: true, value: 'a.flac' },
    { ok: true, value: 'of x' },
    { ok: true, value: undefined },
    { ok: false, error: expect.objectContaining({ kind: 'invalid' }) as unknown },
  ]);
});
