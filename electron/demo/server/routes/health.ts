/** Calibrations, system integrity checks and monitor statistics. */
import type { Hono } from 'hono';
import type { DemoCalibration, DemoInstrument, DemoSic, World } from '../../world/world';
import type { Answer, Service } from '../operation';
import { operation } from '../operation';
import type { Span } from '../query';
import { DAY_MS, spanParam } from '../query';
import { hashOf, isoTime, isoTimeMillis, isoTimeTicks } from '../wire';
import { instrumentsAsked } from './asked';

/** "1 year" leaves leap years open; a client that takes 366 days is let through. */
const YEAR_MS = 366 * DAY_MS;
const MONTH_MS = 31 * DAY_MS;

type AddRanged = (
  path: string,
  widestMs: number,
  rows: (instrument: DemoInstrument, span: Span, now: number) => readonly object[],
) => unknown;

export function addHealthRoutes(app: Hono, service: Service): void {
  const { world, state } = service;
  const add = (path: string, answer: Answer) =>
    app.get(path, operation(service, ['data.system:read'], answer));
  const addRanged: AddRanged = (path, widestMs, rows) =>
    add(path, (request) => {
      const span = spanParam(request.query, widestMs);
      return instrumentsAsked(service, request).flatMap((one) =>
        rows(one, span, state.heardUntil(one.serial)),
      );
    });
  addRanged('/data/calibrations', YEAR_MS, ({ serial }, span) =>
    state.calibrations(serial, span).map((one) => wireCalibration(serial, one)),
  );
  addRanged('/data/calibrations/log', YEAR_MS, ({ serial }, span, now) =>
    world
      .calibrationLog(serial, span.from, span.to, now)
      .map(({ time, user, message }) => ({ time: isoTimeMillis(time), user, message })),
  );
  addRanged('/data/sic', YEAR_MS, ({ serial }, span) =>
    state.sic(serial, span).map((one) => wireSic(serial, one)),
  );
  addMonitorRoutes(world, addRanged);
  add('/data/monitor/current', (request) =>
    instrumentsAsked(service, request).flatMap(({ serial }) => {
      const current = world.monitorCurrent(serial, state.heardUntil(serial));
      if (current === undefined) return [];
      // The reference's schema names the instrument, its example does not.
      return [hashOf(serial) % 2 === 0 ? { ...current } : { ...current, instrument: serial }];
    }),
  );
}

function addMonitorRoutes(world: World, addRanged: AddRanged): void {
  addRanged('/data/monitor/stats', MONTH_MS, ({ serial }, span, now) =>
    world
      .monitorStats(serial, span.from, span.to, now)
      .map(({ time, values }) => ({ time: isoTime(time), instrument: serial, ...values })),
  );
  addRanged('/data/monitor/events', MONTH_MS, ({ serial }, span, now) =>
    world
      .monitorEvents(serial, span.from, span.to, now)
      .map(({ time, values }) => ({ time: isoTime(time), instrument: serial, ...values })),
  );
}

/** The reference's schema has small keys, its example capitalised ones: each record keeps to one of the two. */
function wireCalibration(serial: string, { time, status, level, offset }: DemoCalibration): object {
  return hashOf(`${serial} ${String(time)}`) % 2 === 0
    ? { time: isoTime(time), status, instrument: serial, level, offset }
    : { Time: isoTime(time), Status: status, Instrument: serial, Level: level, Offset: offset };
}

const wireSic = (serial: string, { time, status, bands }: DemoSic) => ({
  time: isoTimeTicks(time),
  instrument: serial,
  status,
  _500Hz: bands[0],
  _8KHz: bands[2],
  _1KHz: bands[1],
});
