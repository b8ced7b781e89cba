/** What every operation has in common: a key with the right scopes, parameters, and an answer in JSON. */
import type { Context, Handler } from 'hono';
import type { AudioSettings, Encode } from './audio-settings';
import type { World } from '../world/world';
import type { Now } from './clock';
import { missingParam } from './errors';
import type { Names } from './hostile';
import type { Grant, Keys, Scope } from './keys';
import { needScopes } from './keys';
import type { State } from './state';
import type { Subscriptions } from './webhooks/subscriptions';

/** What the operations work with. */
export interface Service {
  readonly world: World;
  readonly clock: Now;
  readonly keys: Keys;
  readonly state: State;
  readonly names: Names;
  readonly encode: Encode;
  readonly audio: AudioSettings;
  readonly subscriptions: Subscriptions;
}
export interface Operation {
  readonly query: URLSearchParams;
  readonly grant: Grant;
  /** A part of the path. */
  param(name: string): string;
  header(name: string): string | undefined;
  body(): Promise<unknown>;
}
/** Answers with a value, which becomes JSON, or with a response of its own. */
export type Answer = (operation: Operation) => unknown;

/** Makes a Hono handler that checks the key and its scopes before anything else. */
export function operation(service: Service, scopes: readonly Scope[], answer: Answer): Handler {
  return async (context) => {
    const grant = service.keys.check(context.req.header('x-api-key'));
    needScopes(grant, scopes);
    const result = await answer({
      query: new URL(context.req.url).searchParams,
      grant,
      param: (name) => context.req.param(name) ?? '',
      header: (name) => context.req.header(name),
      body: () => bodyOf(context),
    });
    return result instanceof Response ? result : context.json(result as object);
  };
}

async function bodyOf(context: Context): Promise<unknown> {
  try {
    return await context.req.json<unknown>();
  } catch {
    throw missingParam('Body');
  }
}
