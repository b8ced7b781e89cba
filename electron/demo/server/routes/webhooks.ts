/** Webhook management. */
import type { Hono } from 'hono';
import { invalidParam, missingParam, notFound } from '../errors';
import type { Operation, Service } from '../operation';
import { operation } from '../operation';
import type { Subscription, WebhookType } from '../webhooks/subscriptions';
import { isLoopback, WEBHOOK_TYPES } from '../webhooks/subscriptions';

export function addWebhookRoutes(app: Hono, service: Service): void {
  const { subscriptions } = service;
  const one = ({ grant, param }: Operation): Subscription => {
    const found = subscriptions.find(grant.key, param('webhookId'));
    if (found === undefined) throw notFound(`The webhook ${param('webhookId')}`);
    return found;
  };
  app.post(
    '/webhooks',
    operation(service, ['webhooks:write'], async (request) => {
      const { secret, ...fields } = readWebhook(await request.body());
      service.state.instrument(request.grant, fields.instrument, 400);
      const owner = request.grant.key;
      const made = subscriptions.add({ ...fields, owner, since: service.clock.now() }, secret);
      return Response.json(wireWebhook(made), { status: 201 });
    }),
  );
  app.get(
    '/webhooks',
    operation(service, ['webhooks:read'], ({ grant }) =>
      subscriptions
        .all()
        .filter(({ owner }) => owner === grant.key)
        .map(wireWebhook),
    ),
  );
  app.get(
    '/webhooks/:webhookId',
    operation(service, ['webhooks:read'], (request) => wireWebhook(one(request))),
  );
  app.delete(
    '/webhooks/:webhookId',
    operation(service, ['webhooks:write'], (request) => {
      subscriptions.remove(one(request).id);
      return new Response(null, { status: 204 });
    }),
  );
}

const wireWebhook = ({ id, url, type, secret, instrument }: Subscription) => ({
  id,
  url,
  type,
  secret,
  instrument,
});

interface Asked {
  readonly type: WebhookType;
  readonly instrument: string;
  readonly url: string;
  readonly secret: string | undefined;
}
function readWebhook(body: unknown): Asked {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const text = (name: string, wireName: string): string => {
    const value = fields[name];
    if (value === undefined || value === null || value === '') throw missingParam(wireName);
    if (typeof value !== 'string') throw invalidParam(`${wireName} must be a text.`);
    return value;
  };
  const asked = text('type', 'Type');
  const type = WEBHOOK_TYPES.find((one) => one === asked);
  if (type === undefined) throw invalidParam(`Type must be one of ${WEBHOOK_TYPES.join(', ')}.`);
  const instrument = text('instrument', 'Instrument');
  const url = text('url', 'Url');
  if (!URL.canParse(url) || !(url.startsWith('https://') || isLoopback(url)))
    throw invalidParam('Url must be an https:// address.');
  return {
    type,
    instrument,
    url,
    secret: fields['secret'] === undefined ? undefined : text('secret', 'Secret'),
  };
}
