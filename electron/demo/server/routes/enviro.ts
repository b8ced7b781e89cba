/** Weather, particulates, gases and ground vibration. */
import type { Hono } from 'hono';
import type { World } from '../../world/world';
import { invalidParam } from '../errors';
import type { Operation, Service } from '../operation';
import { operation } from '../operation';
import { DAY_MS, MINUTE_MS, periodParam, spanParam } from '../query';
import { isoTime } from '../wire';
import { instrumentsAsked } from './asked';

type Kind = Parameters<World['environment']>[0];
const BOUNDS = { fallbackMs: MINUTE_MS, minMs: MINUTE_MS, maxMs: DAY_MS };

export function addEnviroRoutes(app: Hono, service: Service): void {
  const add = (path: string, kindOf: (request: Operation) => Kind) =>
    app.get(
      path,
      operation(service, ['data.enviro:read'], (request) => samples(service, request, kindOf(request))),
    );
  add('/data/weather', () => 'weather');
  add('/data/particulates', () => 'particulates');
  add('/data/gases', () => 'gases');
  add('/data/vibration/:type', ({ param }) => {
    const type = param('type');
    if (type !== 'PPV' && type !== 'VDV') throw invalidParam('The type must be PPV or VDV.');
    return type;
  });
}

function samples(service: Service, request: Operation, kind: Kind): readonly object[] {
  const { world, state } = service;
  const { query } = request;
  const span = spanParam(query, 31 * DAY_MS);
  const period = periodParam(query, BOUNDS) ?? BOUNDS.fallbackMs;
  if (period % MINUTE_MS !== 0) throw invalidParam('The period must be a multiple of a minute.');
  return instrumentsAsked(service, request).flatMap(({ serial }) =>
    world
      .environment(kind, serial, period, span.from, span.to, state.heardUntil(serial))
      .map(({ start, values }) => ({
        // Weather has one moment, the others a start and a length in seconds.
        ...(kind === 'weather'
          ? { time: isoTime(start) }
          : { startTime: isoTime(start), duration: period / 1_000 }),
        instrument: serial,
        ...values,
      })),
  );
}
