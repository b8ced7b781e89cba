/** Every operation under `/v1`, and what is answered when one fails. */
import { Hono } from 'hono';
import { ApiError, notFound } from './errors';
import type { Service } from './operation';
import { addAudioRoutes } from './routes/audio';
import { addControlRoutes } from './routes/control';
import { addEnviroRoutes } from './routes/enviro';
import { addEventRoutes } from './routes/events';
import { addFrequencyRoutes } from './routes/frequency';
import { addHealthRoutes } from './routes/health';
import { addNoiseRoutes } from './routes/noise';
import { addWebhookRoutes } from './routes/webhooks';

/** @param report is told of failures that are no answer of the service but a mistake in it. */
export function createApp(service: Service, report: (cause: unknown) => void): Hono {
  const app = new Hono();
  addControlRoutes(app, service);
  addNoiseRoutes(app, service);
  addFrequencyRoutes(app, service);
  addAudioRoutes(app, service);
  addEnviroRoutes(app, service);
  addEventRoutes(app, service);
  addHealthRoutes(app, service);
  addWebhookRoutes(app, service);
  const root = new Hono();
  root.route('/v1', app);
  root.notFound((context) => {
    service.keys.check(context.req.header('x-api-key'));
    return answerTo(notFound(`The path ${context.req.path}`));
  });
  root.onError((cause) => {
    if (cause instanceof ApiError) return answerTo(cause);
    report(cause);
    return answerTo(new ApiError(500, 'ServerError', 'The request failed.'));
  });
  return root;
}

export const answerTo = (error: ApiError): Response => Response.json(error.body, { status: error.status });
