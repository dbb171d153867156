import type { Logger } from '../core/client.ts';
import type { Database } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { quietLogger } from '../core/quiet-logger.ts';
import { migrate } from '../database/migrate.ts';
import { subscriberTables } from '../feeds/feed-tables.ts';
import type { Feed } from '../feeds/open-feed.ts';
import { startDispatcher } from './dispatcher.ts';
import {
  addEndpoint,
  changeEndpoint,
  type Endpoint,
  type EndpointDelivery,
  enableEndpoint,
  listDeliveries,
  listEndpoints,
  type ReplayRange,
  removeEndpoint,
  replayEvents,
  rotateSecret,
} from './endpoints.ts';
import { standardSchedule } from './next-try.ts';
import { type Resolve, resolveByDns, targetProblem } from './target.ts';
import { webhookTables } from './webhook-tables.ts';

export interface OpenWebhooksOptions {
  /** That of the feed; the tables `eventwright_webhook*` are made in it. */
  readonly database: Database;
  /** What is delivered. */
  readonly feed: Feed;
  /** Default: says nothing. */
  readonly log?: Logger;
  /** Waits before the later tries, in milliseconds. Default: that of Standard Webhooks, nine of them over 75.6 hours. */
  readonly schedule?: readonly number[];
  /** How long a try may take, DNS included, in milliseconds. Default 20,000. */
  readonly timeout?: number;
  /** Deliveries at a time to one endpoint, from this process; one that fails gets one at a time. Default 4. */
  readonly concurrency?: number;
  /** Deliveries at a time from this process. Default 1,000. */
  readonly maxInFlight?: number;
  /** How late a later try may be noticed to be due, in milliseconds; new events are at once. Default 1,000. */
  readonly pollEvery?: number;
  /** For how long it is kept that an event was delivered, in milliseconds. Default 7 days. */
  readonly keepDelivered?: number;
  /** Default: DNS. */
  readonly resolve?: Resolve;
  /**
   * Addresses that may be delivered to though they are not on the public internet, and without TLS: for tests and
   * development, such as `['127.0.0.1']`. Default none.
   */
  readonly allowedAddresses?: readonly string[];
}

export interface NewEndpoint {
  readonly url: string;
  /** Message names; none but those that the subscriber may see are ever delivered. */
  readonly events: readonly string[];
}

/** An endpoint of a subscriber. */
export interface EndpointKey {
  /** Id of the subscriber: others have no such endpoint. */
  readonly subscriber: string;
  readonly id: string;
}

/**
 * Delivers a feed by Standard Webhooks, at least once and in order per key: each event to each endpoint until that has
 * taken it. Endpoints do not know of each other: one that hangs or fails costs others nothing.
 */
export interface Webhooks {
  /** Events from now on. The secret is told here and at its rotation, never again. Throws `CONFIGURATION_INVALID`. */
  add(subscriber: string, endpoint: NewEndpoint): Promise<{ readonly id: string; readonly secret: string }>;
  /** Oldest first. */
  list(subscriber: string): Promise<readonly Endpoint[]>;
  get(key: EndpointKey): Promise<Endpoint | undefined>;
  /** From now on the endpoint gets other events. False where there is none, as below. */
  choose(key: EndpointKey, events: readonly string[]): Promise<boolean>;
  /** Delivers no more until it is enabled; nothing is lost meanwhile but what the feed forgets. */
  disable(key: EndpointKey): Promise<boolean>;
  /** Goes on where it was; what waits is tried at once, with the whole schedule before it. */
  enable(key: EndpointKey): Promise<boolean>;
  /** A new secret; for 24 hours the one before it signs as well. */
  rotate(key: EndpointKey): Promise<string | undefined>;
  remove(key: EndpointKey): Promise<boolean>;
  /** Delivers a range again; how many, or `too-many` (above 10,000) with nothing done. */
  replay(key: EndpointKey, range: ReplayRange): Promise<number | 'too-many' | undefined>;
  /** The newest first, up to `limit` (default 100). */
  deliveries(key: EndpointKey, limit?: number): Promise<readonly EndpointDelivery[]>;
  /** What is wrong with a URL; undefined where nothing is. */
  problemOf(url: string): string | undefined;
  /** Lets tries come to their end; call it before the feed is closed. */
  close(): Promise<void>;
}

const day = 24 * 60 * 60 * 1_000;

/** Opens webhooks over a feed, makes their tables where they are missing, and starts to deliver. */
export async function openWebhooks(options: OpenWebhooksOptions): Promise<Webhooks> {
  const { database, feed, allowedAddresses = [] } = options;
  await migrate(database, [subscriberTables, webhookTables]);
  const dispatcher = startDispatcher({
    database,
    feed,
    log: quietLogger(options.log),
    schedule: options.schedule ?? standardSchedule,
    timeout: options.timeout ?? 20_000,
    perEndpoint: options.concurrency ?? 4,
    mostInFlight: options.maxInFlight ?? 1_000,
    pollEvery: options.pollEvery ?? 1_000,
    keepDelivered: options.keepDelivered ?? 7 * day,
    resolve: options.resolve ?? resolveByDns,
    allowedAddresses,
  });
  const problemOf = (url: string): string | undefined => targetProblem(url, { allowedAddresses });
  /** What is enabled or replayed is due at once. */
  const woken = async <T>(work: Promise<T>): Promise<T> => work.finally(dispatcher.wake);
  return {
    add: async (subscriber, { url, events }) => {
      const problem = problemOf(url);
      if (problem !== undefined) throw new RuntimeError('CONFIGURATION_INVALID', `The webhook cannot be: ${problem}`);
      const { last } = await feed.range();
      return addEndpoint(database, { subscriber, url, events, next: last + 1n });
    },
    list: (subscriber) => listEndpoints(database, subscriber),
    get: async ({ subscriber, id }) => (await listEndpoints(database, subscriber, id))[0],
    choose: ({ subscriber, id }, events) => changeEndpoint(database, 'events = $3', [subscriber, id, events]),
    disable: ({ subscriber, id }) => changeEndpoint(database, `state = 'disabled', reason = 'owner'`, [subscriber, id]),
    enable: ({ subscriber, id }) => woken(enableEndpoint(database, subscriber, id)),
    rotate: ({ subscriber, id }) => rotateSecret(database, subscriber, id),
    remove: ({ subscriber, id }) => removeEndpoint(database, subscriber, id),
    replay: (key, range) => woken(replayEvents(database, { ...key, ...range })),
    deliveries: (key, limit = 100) => listDeliveries(database, { ...key, limit }),
    problemOf,
    close: dispatcher.close,
  };
}
