/** The keychain process as a utility process. */
import { utilityProcess } from 'electron';
import type { SecretsChild } from '../secrets/secrets';

export function forkSecrets(script: string): SecretsChild {
  const child = utilityProcess.fork(script, [], { serviceName: 'Leqbook keychain' });
  return {
    post: (request) => child.postMessage(request),
    onReply: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  };
}
