/** Learns over DevTools when a starting Electron app's page can be used; the page itself takes the time. */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

/** Epoch milliseconds. */
export interface PageTimes {
  readonly firstPaint: number;
  /** What was waited for stands on the screen. */
  readonly interactive: number;
}

/** How long a page may take; a bench of anything slower measures a fault. */
const LIMIT_MS = 20_000;

/** Runs in the page: waits until the selector finds something that shows, and until that was drawn. */
const watch = (selector: string): string => `new Promise((done) => {
  const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => {
    const interactive = performance.timeOrigin + performance.now();
    // The browser tells of the paint a little after it happened.
    new PerformanceObserver((list) => {
      const paint = list.getEntriesByName('first-contentful-paint')[0];
      if (paint) done(JSON.stringify({ interactive, firstPaint: performance.timeOrigin + paint.startTime }));
    }).observe({ type: 'paint', buffered: true });
  }));
  const observer = new MutationObserver(() => look());
  const look = () => {
    if (document.querySelector(${JSON.stringify(selector)})?.checkVisibility() !== true) return;
    observer.disconnect();
    drawn();
  };
  observer.observe(document, { childList: true, subtree: true });
  look();
})`;

/** Where an app that was started with a DevTools port can be reached. */
export async function devToolsAddress(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('the app has no standard error to read');
  for await (const line of createInterface(child.stderr)) {
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    child.stderr.resume();
    return address;
  }
  throw new Error('the app ended before it could be reached');
}

interface Message {
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: {
    readonly sessionId?: string;
    readonly targetInfo?: { readonly type: string };
    readonly context?: { readonly id: number };
  };
  readonly result?: { readonly result?: { readonly value?: unknown } };
}

/** Follows the page through its navigations: each new context is asked, the first that answers counts. */
function answerOf(socket: WebSocket, expression: string): Promise<string> {
  let id = 0;
  const send = (method: string, params: object, sessionId?: string): void =>
    socket.send(JSON.stringify({ id: ++id, method, params, sessionId }));
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the app ended before its page could be used')));
    socket.on('open', () =>
      send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true }),
    );
    socket.on('message', (data: Buffer) => {
      const { method, sessionId, params, result } = JSON.parse(data.toString()) as Message;
      if (method === 'Target.attachedToTarget' && params?.targetInfo?.type === 'page')
        send('Runtime.enable', {}, params.sessionId);
      if (method === 'Runtime.executionContextCreated')
        send(
          'Runtime.evaluate',
          { expression, contextId: params?.context?.id, awaitPromise: true },
          sessionId,
        );
      const value = result?.result?.value;
      if (typeof value === 'string') resolve(value);
    });
  });
}

/** Waits until `selector` shows in the page of an app that was started with a DevTools port and a readable stderr. */
export async function pageTimes(child: ChildProcess, selector: string): Promise<PageTimes> {
  const socket = new WebSocket(await devToolsAddress(child));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${selector} did not show in ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  try {
    return JSON.parse(await Promise.race([answerOf(socket, watch(selector)), late])) as PageTimes;
  } finally {
    clearTimeout(timer);
    socket.terminate();
  }
}
