/**
 * The only process that calls the keychain. A call that waits for an unlock prompt holds its process for good and even
 * keeps it from exiting, so it gets one that can be killed. Runs as a utility process or as a forked Node.
 */
import keytar from 'keytar';
import type { SecretReply, SecretRequest } from '../contract/host';
import { explainRefusal } from './refusals';

const SERVICE = 'Leqbook';

async function perform(request: SecretRequest): Promise<SecretReply> {
  const { id, account } = request;
  try {
    if (request.method === 'get') {
      const value = await keytar.getPassword(SERVICE, account);
      return value === null ? { id, ok: true } : { id, ok: true, value };
    }
    if (request.method === 'set') await keytar.setPassword(SERVICE, account, request.secret);
    else await keytar.deletePassword(SERVICE, account);
    return { id, ok: true };
  } catch (cause) {
    return explainRefusal(id, cause);
  }
}

/** Electron's end of a utility process, as far as it is used here. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}
const { parentPort } = process as { readonly parentPort?: ParentPort };
if (parentPort !== undefined) {
  parentPort.on('message', ({ data }) => {
    void perform(data as SecretRequest).then((reply) => parentPort.postMessage(reply));
  });
} else if (process.send !== undefined) {
  const send = process.send.bind(process);
  process.on('message', (request) => {
    void perform(request as SecretRequest).then((reply) => send(reply));
  });
  // A keychain call that hangs would keep this process alive after its parent.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}
