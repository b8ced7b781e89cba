/** Asks a starting Electron app, over DevTools and after the fact, when its page was ready: asking early would slow it down. */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** Epoch milliseconds. */
export interface PageTimes {
  readonly firstPaint: number;
  readonly interactive: number;
}

const POLL_MS = 50;
/** How long a page may take; a bench of anything slower measures a fault. */
const LIMIT_MS = 15_000;
/** The page says itself when it can be used, with this performance mark. */
const TIMES = `(() => {
  const at = (name) => performance.timeOrigin + (performance.getEntriesByName(name)[0]?.startTime ?? NaN);
  return JSON.stringify({ interactive: at('interactive'), firstPaint: at('first-contentful-paint') });
})()`;

async function devToolsPort(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('the app has no standard error to read');
  for await (const line of createInterface(child.stderr)) {
    const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stderr.resume();
    return port;
  }
  throw new Error('the app ended before it could be reached');
}

interface Target {
  readonly type: string;
  readonly webSocketDebuggerUrl: string;
}

async function pageTarget(port: string): Promise<Target | undefined> {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
  return ((await answer.json()) as Target[]).find((target) => target.type === 'page');
}

/** Evaluates an expression that gives a string; undefined while the page is on its way to another. */
async function evaluate(url: string, expression: string): Promise<string | undefined> {
  const socket = new WebSocket(url);
  try {
    const answer = new Promise<string>((resolve, reject) => {
      socket.on('error', reject).on('message', (data: Buffer) => resolve(data.toString()));
    });
    socket.on('open', () =>
      socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } })),
    );
    const { result } = JSON.parse(await answer) as { result?: { result?: { value?: string } } };
    return result?.result?.value;
  } finally {
    socket.close();
  }
}

/** Waits until the page has marked itself interactive and was painted. The child was started with a DevTools port. */
export async function pageTimes(child: ChildProcess): Promise<PageTimes> {
  const port = await devToolsPort(child);
  const end = Date.now() + LIMIT_MS;
  let seen = 'no page';
  while (Date.now() < end) {
    await delay(POLL_MS);
    const target = await pageTarget(port);
    const said = target && (await evaluate(target.webSocketDebuggerUrl, TIMES));
    if (said === undefined) continue;
    seen = said;
    const { interactive, firstPaint } = JSON.parse(said) as Record<string, number | null>;
    if (typeof interactive === 'number' && typeof firstPaint === 'number') return { interactive, firstPaint };
  }
  throw new Error(`the page was not interactive and painted after ${LIMIT_MS} ms (${seen})`);
}
