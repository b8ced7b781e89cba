/** Electron's channels as the contract's {@link Port}. */
import type { UtilityProcess } from 'electron';
import type { Port } from '../contract/rpc';

/** The channel every utility process has to its parent. */
export function childPort(child: UtilityProcess): Port {
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onClose: (listener) => void child.once('exit', listener),
    close: () => void child.kill(),
  };
}
