export type { Endpoint, EndpointDelivery, ReplayRange } from './endpoints.ts';
export { type WebhookApi, type WebhookApiOptions, webhookApi } from './http/webhook-api.ts';
export { standardSchedule } from './next-try.ts';
export {
  type EndpointKey,
  type NewEndpoint,
  type OpenWebhooksOptions,
  openWebhooks,
  type Webhooks,
} from './open-webhooks.ts';
export type { Resolve } from './target.ts';
