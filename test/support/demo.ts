/** The demo service for tests: in this process with a clock that stands still, or as a process that can be killed. */
import type { DemoServer, DemoServerOptions } from '../../electron/demo/server/server';
import { startDemoServer } from '../../electron/demo/server/server';
import { DEMO_KEY } from '../../electron/demo/key';
import { createWorld } from '../../electron/demo/world/create-world';
import type { World } from '../../electron/demo/world/world';

/** When tests take place unless they say otherwise: a Monday. */
export const TEST_NOW = Date.parse('2026-03-02T12:00:00Z');

export interface DemoOptions extends Partial<Omit<DemoServerOptions, 'world' | 'clock'>> {
  /** Another world than the demo account's, which is 400 days old at `now`. */
  readonly world?: World;
  /** Epoch ms at which the service's clock stands; move it with the levers. */
  readonly now?: number;
  readonly seed?: number;
}
export interface Demo extends DemoServer {
  readonly world: World;
  readonly key: string;
  /** Requests a path below `/v1` with the key; `undefined` parameters are left out, arrays repeated. */
  get(path: string, query?: Query, init?: RequestInit): Promise<Response>;
  json(path: string, query?: Query): Promise<unknown>;
}
export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Starts the service in this process. Close it afterwards. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const { now = TEST_NOW, seed = 1, ...rest } = options;
  const world = options.world ?? createWorld({ seed, epochMs: now });
  const server = await startDemoServer({
    ...rest,
    world,
    clock: { now: () => now },
  });
  const key = options.keys?.[0]?.key ?? options.key ?? DEMO_KEY;
  const get = (path: string, query: Query = {}, init: RequestInit = {}) =>
    fetch(server.url + path + search(query), {
      ...init,
      headers: { 'x-api-key': key, ...(init.headers as Record<string, string> | undefined) },
    });
  return {
    ...server,
    world,
    key,
    get,
    json: async (path, query) => (await get(path, query)).json() as Promise<unknown>,
  };
}

/** Times may be given in epoch ms. */
function search(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    const values = typeof value === 'object' ? value : [value];
    for (const one of values)
      params.append(name, typeof one === 'number' ? new Date(one).toISOString() : one);
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
