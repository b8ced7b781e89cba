/** A client whose service says what a test wants it to say, and remembers what it was asked. */
import type { Api } from '../../../../electron/core/api/api';
import { createApi } from '../../../../electron/core/api/client';
import type { Pacer } from '../../../../electron/core/api/gate';
import { fetchTransport, type Pieces } from '../../../../electron/core/api/transport';
import { systemClock } from '../../../../electron/core/clock';
import { createNetwork } from '../../../../electron/core/network';
import { Failure, type AppError } from '../../../../electron/contract/result';
import { keptLog } from '../../../support/quiet-log';

export const SERIAL = 'QT123456';
export const NEVER = new AbortController().signal;
export const NOW = Date.parse('2026-03-02T12:00:00Z');
export const at = (text: string): number => Date.parse(text);
export const between = (from: string, to: string) => ({ from: at(from), to: at(to) });

export interface Service {
  readonly api: Api;
  /** Path and query of each request. */
  readonly asked: readonly URL[];
  /** What the pacer was told of each answer. */
  readonly told: readonly string[];
}

/** @param body JSON unless it is text */
export function service(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Service {
  const asked: URL[] = [];
  const told: string[] = [];
  const clock = { ...systemClock, now: () => NOW };
  const pacer: Pacer = {
    turn: () =>
      Promise.resolve({
        answered(outcome) {
          told.push(outcome.kind);
          return NOW + 1_000;
        },
        done: () => undefined,
      }),
  };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const api = createApi({
    baseUrl: () => Promise.resolve('https://service.invalid/v1'),
    key: () => 'key',
    transport: fetchTransport((input) => {
      asked.push(new URL(input as string));
      const type = { 'content-type': 'application/json' };
      return Promise.resolve(new Response(text, { status, headers: { ...type, ...headers } }));
    }),
    pacer,
    network: createNetwork({ clock, lastOnlineAt: undefined }),
    clock,
    log: keptLog(),
  });
  return { api, asked, told };
}

export async function failureOf(asking: Promise<unknown>): Promise<AppError> {
  const error = await asking.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof Failure)) throw new Error('no failure', { cause: error });
  return error.error;
}

/** All bytes of a body. */
export async function readAll(body: Pieces): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for (let piece = await body.next(); piece !== undefined; piece = await body.next()) pieces.push(piece);
  return Buffer.concat(pieces);
}
