/** The only file that knows how the page reaches the core: a MessagePort that the preload hands over. */
import type { Calls, Events } from '../electron/contract/index';
import { connect, type Client, type Port } from '../electron/contract/rpc';

export type Api = Client<Calls, Events>;

/** The word that comes with the port, as the preload posts it. */
const PORT_MESSAGE = 'leqbook-port';

/** Gives a DOM MessagePort the shape that the contract's rpc understands. */
export function domPort(port: MessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data));
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', listener),
    close: () => port.close(),
  };
}

/** The core's client: calls wait until the first port arrives, and again after the core was restarted. */
export function createApi(page: Window): Api {
  const client = connect<Calls, Events>();
  page.addEventListener('message', (event) => {
    if (event.source !== page || event.data !== PORT_MESSAGE) return;
    const [port] = event.ports;
    if (port !== undefined) client.attach(domPort(port));
  });
  return client;
}
