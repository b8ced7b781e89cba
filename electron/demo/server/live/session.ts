/** One connection to an instrument: what it is sent, and what it may ask for. */
import type { WebSocket } from 'ws';
import type { Action, ActionStatus } from '../actions';
import { ACTIONS } from '../actions';
import { accessDenied, ApiError, invalidAction, invalidParam } from '../errors';
import { needScopes } from '../keys';
import type { Service } from '../operation';
import { canDo, wireCalibrationState } from '../routes/control';
import { isoTime } from '../wire';
import type { Admission } from './live';
import { liveValues } from './values';

export interface Session {
  tick(): void;
}

const SECOND = 1_000;
/** Close codes are not documented. */
const GOING_AWAY = 1_001;
const NOT_ALLOWED = 1_008;

export function createSession(service: Service, admission: Admission, socket: WebSocket): Session {
  const { state, clock, keys } = service;
  const { grant, instrument } = admission;
  const { serial } = instrument;
  const send = (message: object) => socket.send(JSON.stringify(message));
  const told = new Map(state.actions.of(serial).map((action) => [action.id, state.actions.status(action)]));
  let toldStatus = '';
  let types: readonly string[] = [];
  let sentSecond = -Infinity;

  const tellStatus = () => {
    const status = state.status(serial);
    const text = JSON.stringify(status);
    if (text !== toldStatus) send({ type: 'InstrumentStatus', time: isoTime(clock.now()), ...status });
    toldStatus = text;
    if (!status.online) socket.close(GOING_AWAY, 'The instrument went offline');
  };
  const tellActions = () => {
    for (const action of state.actions.of(serial)) {
      const status = state.actions.status(action);
      if (told.get(action.id) === status) continue;
      if (!told.has(action.id) && status !== 'InProgress' && action.endsAt > action.startedAt)
        send(actionMessage(action, 'InProgress', action.startedAt));
      told.set(action.id, status);
      send(actionMessage(action, status, clock.now()));
    }
  };
  const tellValues = () => {
    const second = Math.floor(clock.now() / SECOND) * SECOND;
    if (types.length === 0 || second <= sentSecond) return;
    sentSecond = second;
    const values = liveValues(service.world, instrument, types, second - SECOND);
    send({ type: 'LiveData', time: isoTime(second), values });
  };
  const tick = () => {
    if (socket.readyState !== socket.OPEN) return;
    if (!keys.isRight(grant.key)) {
      socket.close(NOT_ALLOWED, 'The key is no longer valid');
      return;
    }
    tellActions();
    tellStatus();
    if (state.status(serial).online) tellValues();
  };

  const start = (asked: readonly string[]) => {
    needScopes(grant, ['data.live:read']);
    types = asked;
    sentSecond = -Infinity;
  };
  const perform = (message: Record<string, unknown>) => {
    const { action } = message;
    if (action === 'KeepAlive') send({ action });
    else if (action === 'StartLiveData') start(typesIn(message));
    else if (action === 'StopLiveData') types = [];
    else {
      const name = ACTIONS.find((one) => one === action);
      if (name === undefined || !canDo(instrument, name)) throw invalidAction(String(action));
      if (!grant.scopes.has('instruments:action')) throw accessDenied();
      state.act(serial, name);
    }
    tick();
  };
  socket.on('message', (data: Buffer) => {
    try {
      perform(parse(data.toString('utf8')));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      send(error.body);
    }
  });
  socket.on('error', () => socket.terminate());
  tellStatus();
  return { tick };
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

function actionMessage(action: Action, status: ActionStatus, time: number): object {
  const ended = status !== 'InProgress';
  const data = action.calibration ? wireCalibrationState(action.calibration) : sicData(action);
  return {
    type: 'ActionStatus',
    time: isoTime(time),
    action: action.name,
    status,
    ...(ended && action.error !== undefined ? { error: action.error } : {}),
    ...(ended && data !== undefined ? { data } : {}),
  };
}

const sicData = ({ sic }: Action) =>
  sic && {
    time: isoTime(sic.time),
    status: sic.status,
    _500Hz: sic.bands[0],
    _1KHz: sic.bands[1],
    _8KHz: sic.bands[2],
  };
