import type { Subscriber, Subscribers } from '../subscribers.ts';
import { ProblemError } from './problem.ts';
import type { RateLimit } from './rate-limit.ts';

/** A subscriber who may ask what it asks. */
export interface Authorized {
  readonly subscriber: Subscriber;
  readonly token: string;
}

/**
 * Whose request it is, by `Authorization: Bearer`, or by Basic for readers of feeds that know no other, with the token as
 * password. Throws a 401, or a 429 where it comes too soon.
 */
export async function authorize(
  headers: Headers,
  { subscribers, limit }: { readonly subscribers: Subscribers; readonly limit: RateLimit },
): Promise<Authorized> {
  const token = tokenIn(headers);
  const subscriber = token === undefined ? undefined : await subscribers.authenticate(token);
  if (token === undefined || subscriber === undefined) {
    throw new ProblemError({
      status: 401,
      title: 'The token is missing or not valid. Send it as `Authorization: Bearer TOKEN`.',
      headers: { 'www-authenticate': 'Bearer realm="events", Basic realm="events"' },
    });
  }
  const wait = limit.take(subscriber.id);
  if (wait === undefined) return { subscriber, token };
  const title = `There are too many requests. Try again in ${wait} s.`;
  throw new ProblemError({ status: 429, title, headers: { 'retry-after': String(wait) } });
}

function tokenIn(headers: Headers): string | undefined {
  const [scheme = '', credentials = ''] = (headers.get('authorization') ?? '').split(' ', 2);
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  return Buffer.from(credentials, 'base64').toString().split(':', 2)[1];
}

/** Message names that are asked for, sorted; all that the subscriber may see where none are. Throws a 403 for others. */
export function chosenEvents(url: URL, { events }: Subscriber): readonly string[] {
  const asked = url.searchParams.getAll('events').flatMap((text) => text.split(',').filter((name) => name !== ''));
  const refused = asked.find((name) => !events.includes(name));
  if (refused !== undefined) {
    const all = events.length === 0 ? 'none' : events.join(', ');
    throw new ProblemError({
      status: 403,
      title: `Events of the kind ${refused.slice(0, 80)} are not for this token. These are: ${all}.`,
    });
  }
  return [...new Set(asked.length === 0 ? events : asked)].sort();
}
