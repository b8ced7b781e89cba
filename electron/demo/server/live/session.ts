/** One connection to an instrument: what may be asked for over it. */
import type { WebSocket } from 'ws';
import { ACTIONS } from '../actions';
import { ApiError, invalidAction, invalidParam } from '../errors';
import { needScopes } from '../keys';
import type { Service } from '../operation';
import { canDo } from '../routes/control';
import type { Admission } from './live';
import { createTeller } from './teller';

export interface Session {
  tick(): void;
}

/** Close codes are not documented. */
const GOING_AWAY = 1_001;
const NOT_ALLOWED = 1_008;

export function createSession(service: Service, admission: Admission, socket: WebSocket): Session {
  const { grant, instrument } = admission;
  const send = (message: object) => socket.send(JSON.stringify(message));
  const teller = createTeller(service, instrument, send);
  const tick = () => {
    if (socket.readyState !== socket.OPEN) return;
    if (!service.keys.isRight(grant.key)) socket.close(NOT_ALLOWED, 'The key is no longer valid');
    else if (!teller.tell()) socket.close(GOING_AWAY, 'The instrument went offline');
  };
  const perform = (message: Record<string, unknown>) => {
    const { action } = message;
    if (action === 'KeepAlive') send({ action });
    else if (action === 'StopLiveData') teller.setTypes([]);
    else if (action === 'StartLiveData') {
      needScopes(grant, ['data.live:read']);
      teller.setTypes(typesIn(message));
    } else startAction(service, admission, action);
  };
  socket.on('message', (data: Buffer) => {
    try {
      perform(parse(data.toString('utf8')));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      send(error.body);
    }
    tick();
  });
  socket.on('error', () => socket.terminate());
  tick();
  return { tick };
}

function startAction({ state }: Service, { grant, instrument }: Admission, asked: unknown): void {
  const name = ACTIONS.find((one) => one === asked);
  if (name === undefined || !canDo(instrument, name)) throw invalidAction(String(asked));
  needScopes(grant, ['instruments:action']);
  state.act(instrument.serial, name);
}

function parse(text: string): Record<string, unknown> {
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message === 'object' && message !== null) return message as Record<string, unknown>;
  } catch {
    // Falls through to the one answer for whatever is no message.
  }
  throw invalidParam('The message is not a JSON object.');
}

function typesIn({ types }: Record<string, unknown>): readonly string[] {
  if (!Array.isArray(types) || !types.every((type) => typeof type === 'string') || types.length === 0)
    throw invalidParam('The message names no types.');
  return [...new Set(types)];
}
