import { authorize } from '../../feeds/http/authorize.ts';
import { ProblemError, problemResponse } from '../../feeds/http/problem.ts';
import { createRateLimit, type RateLimitOptions } from '../../feeds/http/rate-limit.ts';
import { dateIn, eventsIn, readBody, textIn } from '../../feeds/http/read-body.ts';
import type { Subscriber, Subscribers } from '../../feeds/subscribers.ts';
import type { Endpoint, EndpointDelivery } from '../endpoints.ts';
import type { EndpointKey, Webhooks } from '../open-webhooks.ts';

export interface WebhookApiOptions {
  readonly webhooks: Webhooks;
  readonly subscribers: Subscribers;
  /** Requests of one subscriber. Default 10 a second, 50 at once. */
  readonly rateLimit?: RateLimitOptions;
  /** Endpoints of one subscriber. Default 20. */
  readonly maxEndpoints?: number;
}

/** Webhooks over HTTP, for their owners. */
export interface WebhookApi {
  /**
   * Answers what is its own, undefined for the rest: `POST` and `GET /webhooks`; `GET`, `PATCH` and `DELETE /webhooks/ID`;
   * `POST /webhooks/ID/secret`, `/enable`, `/disable`, `/replay`; `GET /webhooks/ID/deliveries`.
   */
  fetch(request: Request): Promise<Response | undefined>;
}

interface Asked {
  readonly request: Request;
  readonly subscriber: Subscriber;
  /** Of the endpoint, where the address has one. */
  readonly key: EndpointKey;
}

type Answer = (asked: Asked) => Promise<Response>;

export function webhookApi(options: WebhookApiOptions): WebhookApi {
  const { subscribers, rateLimit = { perSecond: 10, burst: 50 } } = options;
  const limit = createRateLimit(rateLimit);
  const answers = answersOf(options);
  return {
    fetch: async (request) => {
      const parts = /^\/webhooks(?:\/(ep_[\w-]{1,64}))?(?:\/(\w+))?\/?$/.exec(new URL(request.url).pathname);
      if (parts === null) return undefined;
      const [, id, action] = parts;
      const place = id === undefined ? 'all' : (action ?? 'one');
      const answer = answers.get(`${request.method} ${place}`);
      try {
        const { subscriber } = await authorize(request.headers, { subscribers, limit });
        if (answer === undefined) return problemResponse({ status: 404, title: 'There is nothing of that name here.' });
        return await answer({ request, subscriber, key: { subscriber: subscriber.id, id: id ?? '' } });
      } catch (error) {
        if (error instanceof ProblemError) return problemResponse(error.problem);
        throw error;
      }
    },
  };
}

function answersOf(options: WebhookApiOptions): ReadonlyMap<string, Answer> {
  const { webhooks } = options;
  const done = (work: (key: EndpointKey) => Promise<boolean>): Answer => {
    return async ({ key }) => ((await work(key)) ? new Response(null, { status: 204 }) : noSuchEndpoint());
  };
  return new Map<string, Answer>([
    ['POST all', (asked) => register(options, asked)],
    ['GET all', async ({ subscriber }) => json({ webhooks: (await webhooks.list(subscriber.id)).map(endpointJson) })],
    ['GET one', (asked) => show(webhooks, asked)],
    ['PATCH one', (asked) => choose(webhooks, asked)],
    ['DELETE one', done(webhooks.remove)],
    ['POST enable', done(webhooks.enable)],
    ['POST disable', done(webhooks.disable)],
    ['POST secret', (asked) => rotate(webhooks, asked)],
    ['POST replay', (asked) => replay(webhooks, asked)],
    ['GET deliveries', async ({ key }) => json({ deliveries: (await webhooks.deliveries(key)).map(deliveryJson) })],
  ]);
}

async function register(
  { webhooks, maxEndpoints = 20 }: WebhookApiOptions,
  { request, subscriber }: Asked,
): Promise<Response> {
  const body = await readBody(request);
  const url = textIn(body, 'url');
  const events = eventsIn(body, subscriber);
  const problem = webhooks.problemOf(url);
  if (problem !== undefined) throw new ProblemError({ status: 422, title: problem });
  const own = await webhooks.list(subscriber.id);
  if (own.length >= maxEndpoints) {
    throw new ProblemError({ status: 409, title: `There are ${own.length} webhooks already. Remove one first.` });
  }
  const { id, secret } = await webhooks.add(subscriber.id, { url, events });
  return json({ id, secret }, 201, { location: new URL(`/webhooks/${id}`, request.url).href });
}

async function show(webhooks: Webhooks, { key }: Asked): Promise<Response> {
  const endpoint = await webhooks.get(key);
  return endpoint === undefined ? noSuchEndpoint() : json(endpointJson(endpoint));
}

async function choose(webhooks: Webhooks, { request, subscriber, key }: Asked): Promise<Response> {
  const events = eventsIn(await readBody(request), subscriber);
  return (await webhooks.choose(key, events)) ? new Response(null, { status: 204 }) : noSuchEndpoint();
}

async function rotate(webhooks: Webhooks, { key }: Asked): Promise<Response> {
  const secret = await webhooks.rotate(key);
  return secret === undefined ? noSuchEndpoint() : json({ secret });
}

async function replay(webhooks: Webhooks, { request, key }: Asked): Promise<Response> {
  const body = await readBody(request);
  const since = dateIn(body, 'since');
  if (since === undefined) throw new ProblemError({ status: 400, title: '`since` has to be a time.' });
  const until = dateIn(body, 'until');
  const replayed = await webhooks.replay(key, { since, ...(until === undefined ? {} : { until }) });
  if (replayed === undefined) return noSuchEndpoint();
  if (replayed === 'too-many') {
    throw new ProblemError({ status: 422, title: 'These are more than 10,000 events. Take a shorter range.' });
  }
  return json({ replayed }, 202);
}

const noSuchEndpoint = (): Response => problemResponse({ status: 404, title: 'There is no such webhook.' });

function endpointJson({ delivered, missed, ...endpoint }: Endpoint): object {
  return { ...endpoint, delivered: Number(delivered), missed: Number(missed) };
}

function deliveryJson({ position, ...delivery }: EndpointDelivery): object {
  return { ...delivery, number: Number(position) };
}

const json = (value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json(value, { status, headers: { 'cache-control': 'no-store', ...headers } });
