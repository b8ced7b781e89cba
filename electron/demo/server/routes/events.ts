/** Events and the time history stored with each. */
import type { Hono } from 'hono';
import type { DemoEvent } from '../../world/world';
import { notFound } from '../errors';
import { JsonBytes } from '../json-bytes';
import { jsonWithLevels } from '../level-text';
import type { Service } from '../operation';
import { operation } from '../operation';
import { DAY_MS, spanParam } from '../query';
import { isoTime } from '../wire';
import { instrumentsAsked } from './asked';
import { levelSeries } from './noise';

export function addEventRoutes(app: Hono, service: Service): void {
  const { world, state, names } = service;
  app.get(
    '/data/events',
    operation(service, ['data.events:read'], (request) => {
      const span = spanParam(request.query, 31 * DAY_MS);
      return instrumentsAsked(service, request)
        .flatMap(({ serial }) => world.events(serial, span.from, span.to, state.heardUntil(serial)))
        .map((event) => wireEvent(service, event));
    }),
  );
  app.get(
    '/data/events/timehistory/:id',
    operation(service, ['data.events:read'], async ({ param, grant }) => {
      const event = world.eventByTimeHistoryId(names.idIn(param('id')), service.clock.now());
      if (event === undefined) throw notFound('The time history');
      const { timeHistoryMs } = state.instrument(grant, event.serial);
      const span = { from: event.start, to: event.end };
      const stepMs = Math.max(1_000, timeHistoryMs);
      return new JsonBytes(
        jsonWithLevels(await levelSeries(service, event.serial, ['LAeq', 'LAFMax'], stepMs, span)),
      );
    }),
  );
}

function wireEvent({ names }: Service, event: DemoEvent): object {
  return {
    name: names.trigger(event.name),
    type: event.type,
    level: event.level,
    octave: null,
    audioId: event.audioId === undefined ? null : names.idOut(event.audioId),
    endTime: isoTime(event.end),
    overall: event.overall,
    audioTime: event.audioStart === undefined ? null : isoTime(event.audioStart),
    startTime: isoTime(event.start),
    instrument: event.serial,
    thirdOctave: null,
    timeHistoryId: names.idOut(event.timeHistoryId),
  };
}
