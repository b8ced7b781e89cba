/** Instrument info and control. */
import type { Hono } from 'hono';
import type { DemoCalibration, DemoInstrument, DemoSic } from '../../world/world';
import { ACTIONS } from '../actions';
import { invalidAction, invalidParam, missingParam, notFound } from '../errors';
import type { Operation, Service } from '../operation';
import { operation } from '../operation';
import { hashOf, isoTime } from '../wire';

export function addControlRoutes(app: Hono, service: Service): void {
  const { state } = service;
  const one = ({ grant, param }: Operation) => state.instrument(grant, param('serial'));
  app.get(
    '/control/instruments',
    operation(service, ['instruments:read'], ({ grant }) =>
      state.instruments(grant).map((instrument) => wireInstrument(service, instrument)),
    ),
  );
  app.get(
    '/control/instruments/:serial',
    operation(service, ['instruments:read'], (request) => wireInstrument(service, one(request))),
  );
  app.put(
    '/control/instruments/:serial',
    operation(service, ['instruments:write'], async (request) => {
      const { serial } = state.instrument(request.grant, request.param('serial'), 400);
      state.rename(serial, nameIn(await request.body()));
      return new Response(null, { status: 204 });
    }),
  );
  app.get(
    '/control/instruments/:serial/status',
    operation(service, ['instruments:read'], (request) => wireState(service, one(request).serial)),
  );
  addActionRoutes(app, service, one);
}

function addActionRoutes(app: Hono, service: Service, one: (request: Operation) => DemoInstrument): void {
  const { state } = service;
  app.post(
    '/control/instruments/:serial/action',
    operation(service, ['instruments:action'], (request) => {
      const instrument = one(request);
      const asked = request.query.get('action');
      if (asked === null || asked === '') throw missingParam('Action');
      const name = ACTIONS.find((action) => action === asked);
      if (name === undefined || !canDo(instrument, name)) throw invalidAction(asked);
      const action = state.act(instrument.serial, name);
      return { action: name, status: state.actions.status(action) };
    }),
  );
  app.get(
    '/control/instruments/:serial/calibration',
    operation(service, ['instruments:read'], (request) => {
      const last = state.lastCalibration(one(request).serial);
      if (last === undefined) throw notFound('A calibration of the instrument');
      return wireCalibrationState(last);
    }),
  );
  app.get(
    '/control/instruments/:serial/sic',
    operation(service, ['instruments:read'], (request) => {
      const last = state.lastSic(one(request).serial);
      if (last === undefined) throw notFound('A system integrity check of the instrument');
      return wireSicState(last);
    }),
  );
}

/** Whether the instrument has what the action needs. */
export const canDo = (instrument: DemoInstrument, action: (typeof ACTIONS)[number]): boolean =>
  action === 'Identify' ||
  (action === 'Calibration' ? instrument.type === 'Noise' : instrument.features.includes('SIC'));

function nameIn(body: unknown): string {
  const name = typeof body === 'object' && body !== null ? (body as { name?: unknown }).name : undefined;
  if (name === undefined) throw missingParam('Name');
  if (typeof name !== 'string' || name.trim() === '') throw invalidParam('The name must be a text.');
  return name;
}

function wireInstrument({ names }: Service, instrument: DemoInstrument): object {
  const { serial, latitude, longitude, addons } = instrument;
  return {
    name: names.instrument(instrument.name),
    type: instrument.type,
    image: `https://images.leqbook.invalid/${serial}.jpg`,
    model: instrument.model,
    feature: instrument.features,
    // The reference's schema has the long names, every example of it the short ones.
    position: hashOf(serial) % 2 === 0 ? { lat: latitude, long: longitude } : { latitude, longitude },
    serialNumber: serial,
    subscription: { tier: instrument.tier, status: 'Active', ...(addons.length === 0 ? {} : { addons }) },
  };
}

function wireState({ state }: Service, serial: string): object {
  const calibration = state.lastCalibration(serial);
  const sic = state.lastSic(serial);
  return {
    ...state.status(serial),
    ...(calibration === undefined ? {} : { lastCalibration: wireCalibrationState(calibration) }),
    ...(sic === undefined ? {} : { lastSic: wireSicState(sic) }),
  };
}

/** The latest calibration, in a status and in messages. */
export const wireCalibrationState = ({ time, level, offset, status }: DemoCalibration) => ({
  time: isoTime(time),
  level,
  offset,
  status,
});
/** The latest check, in a status and in messages: now with its bands, now without. */
export const wireSicState = ({ time, status, bands }: DemoSic) => ({
  time: isoTime(time),
  status,
  ...(hashOf(`bands ${String(time)}`) % 2 === 0
    ? { _500Hz: bands[0], _1KHz: bands[1], _8KHz: bands[2] }
    : {}),
});
