/** Recordings and the sound of events: lists and downloads. */
import type { Hono } from 'hono';
import { invalidParam, notFound } from '../errors';
import { createSoundFiles, serveFile } from '../sound-files';
import type { Service } from '../operation';
import { operation } from '../operation';
import { choiceParam, spanParam } from '../query';
import { AUDIO_FORMATS } from '../audio-settings';
import { isoTime, isoTimeZoneless } from '../wire';
import { instrumentsAsked } from './asked';

export function addAudioRoutes(app: Hono, service: Service): void {
  const { world, state, names } = service;
  app.get(
    '/data/audio',
    operation(service, ['data.audio:read'], (request) => {
      const span = spanParam(request.query, Infinity);
      return instrumentsAsked(service, request)
        .flatMap(({ serial }) => world.recordings(serial, span.from, span.to, state.heardUntil(serial)))
        .map((one) => ({
          id: names.idOut(one.id),
          endTime: isoTimeZoneless(one.end),
          startTime: isoTimeZoneless(one.start),
          instrument: one.serial,
          triggerName: names.trigger(one.trigger),
          triggerEndTime: isoTime(one.triggerEnd),
          triggerStartTime: isoTime(one.triggerStart),
        }));
    }),
  );
  addDownloads(app, service);
}

/** A recording has its own id, the audio of an event another one. */
function addDownloads(app: Hono, service: Service): void {
  const { world, state, names } = service;
  const files = createSoundFiles(service);
  app.get(
    '/data/audio/:recordingId',
    operation(service, ['data.audio:read'], async ({ query, param, header, grant }) => {
      const format = choiceParam(query, 'format', AUDIO_FORMATS, 'FLAC');
      const recording = world.recording(names.idIn(param('recordingId')), service.clock.now());
      if (recording === undefined) throw notFound('The recording');
      state.instrument(grant, recording.serial);
      const bytes = await files.file({ ...recording, format });
      if (bytes === undefined) throw unavailable(format);
      return serveFile(bytes, service.audio, header);
    }),
  );
  app.get(
    '/data/events/audio/:id',
    operation(service, ['data.events:read', 'data.audio:read'], async ({ query, param, header, grant }) => {
      const format = choiceParam(query, 'format', AUDIO_FORMATS, 'FLAC');
      const event = world.eventByAudioId(names.idIn(param('id')), service.clock.now());
      if (event?.audioId === undefined) throw notFound('The audio');
      const { serial, audioId, audioStart, start, end } = event;
      state.instrument(grant, serial);
      const bytes = await files.file({ id: audioId, serial, start: audioStart ?? start, end, format });
      if (bytes === undefined) throw unavailable(format);
      return serveFile(bytes, service.audio, header);
    }),
  );
}

/** How the service refuses a format it does not have at hand is not documented; the demo does it so. */
const unavailable = (format: string) => invalidParam(`The recording is not available as ${format}.`);
