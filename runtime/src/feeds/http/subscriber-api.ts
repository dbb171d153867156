import { createHash, timingSafeEqual } from 'node:crypto';
import type { Subscribers } from '../subscribers.ts';
import { ProblemError, problemResponse } from './problem.ts';
import { readBody, textIn } from './read-body.ts';
import type { HttpApi } from './serve-http.ts';

export interface SubscriberApiOptions {
  readonly subscribers: Subscribers;
  /** Who has it may let others in. At least 16 characters. */
  readonly adminToken: string;
  /** Message names that there are. */
  readonly events: readonly string[];
}

/**
 * Subscribers over HTTP, for whoever runs the gateway: `POST` and `GET /subscribers`, `POST /subscribers/ID/token` for a new
 * token, `DELETE /subscribers/ID`.
 */
export function subscriberApi({ subscribers, adminToken, events }: SubscriberApiOptions): HttpApi {
  const isAdmin = (request: Request): boolean => {
    const given = request.headers.get('authorization') ?? '';
    // Hashes are of one length, so that the time tells nothing.
    return adminToken.length >= 16 && timingSafeEqual(hashOf(given), hashOf(`Bearer ${adminToken}`));
  };
  return {
    fetch: async (request) => {
      const parts = /^\/subscribers(?:\/([\da-f-]{36})(\/token)?)?$/.exec(new URL(request.url).pathname);
      if (parts === null) return undefined;
      const [, id, token] = parts;
      try {
        if (!isAdmin(request)) throw new ProblemError({ status: 401, title: 'This is for the administrator.' });
        if (id === undefined) return await answerAll(subscribers, events, request);
        if (request.method === 'DELETE' && token === undefined) return answerOf(await subscribers.revoke(id));
        if (request.method === 'POST' && token !== undefined) {
          const renewed = await subscribers.renew(id);
          return renewed === undefined ? answerOf(false) : json(renewed);
        }
        return answerOf(false);
      } catch (error) {
        if (error instanceof ProblemError) return problemResponse(error.problem);
        throw error;
      }
    },
  };
}

async function answerAll(subscribers: Subscribers, events: readonly string[], request: Request): Promise<Response> {
  if (request.method === 'GET') return json({ subscribers: await subscribers.list() });
  if (request.method !== 'POST') return answerOf(false);
  const body = await readBody(request);
  const chosen = eventsOf(body.get('events'), events);
  return json(await subscribers.add({ name: textIn(body, 'name'), events: chosen }), 201);
}

function eventsOf(value: unknown, events: readonly string[]): readonly string[] {
  if (value === undefined) return events;
  const names: readonly unknown[] = Array.isArray(value) ? value : [];
  const chosen = events.filter((name) => names.includes(name));
  if (names.length > 0 && chosen.length === names.length) return chosen;
  throw new ProblemError({ status: 400, title: `\`events\` has to be a list of these: ${events.join(', ')}.` });
}

const answerOf = (done: boolean): Response =>
  done ? new Response(null, { status: 204 }) : problemResponse({ status: 404, title: 'There is no such subscriber.' });

const json = (value: unknown, status = 200): Response =>
  Response.json(value, { status, headers: { 'cache-control': 'no-store' } });

const hashOf = (text: string): Uint8Array => createHash('sha256').update(text).digest();
