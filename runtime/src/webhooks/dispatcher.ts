import type { Logger } from '../core/client.ts';
import type { Database } from '../core/database.ts';
import { createBell } from '../feeds/bell.ts';
import type { Feed } from '../feeds/open-feed.ts';
import { type ClaimedDelivery, claimDeliveries, dropDelivery, forgetDelivered, settleDelivery } from './deliveries.ts';
import { fanOut } from './fan-out.ts';
import { nextTry } from './next-try.ts';
import { post } from './post.ts';
import { signatureHeaders, webhookId } from './signature.ts';
import type { TargetRules } from './target.ts';

export interface DispatcherOptions extends TargetRules {
  readonly database: Database;
  readonly feed: Feed;
  readonly log: Logger;
  readonly schedule: readonly number[];
  readonly timeout: number;
  readonly perEndpoint: number;
  readonly mostInFlight: number;
  readonly pollEvery: number;
  readonly keepDelivered: number;
}

/** Delivers what is due until it is closed. Any number of processes may do so over one database. */
export interface Dispatcher {
  /** Something may be due now. */
  wake(): void;
  /** Lets tries that are under way come to their end. */
  close(): Promise<void>;
}

/** Beyond the timeout of a try, until another process takes it for dead; after a failure; between two clean-ups. In ms. */
const pauses = { lease: 15_000, failure: 1_000, forgetting: 60_000 } as const;

export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const { database, feed, log, timeout, perEndpoint, mostInFlight, pollEvery, keepDelivered } = options;
  const bell = createBell();
  const closing = new AbortController();
  const inFlight = new Map<string, number>();
  const tries = new Set<Promise<void>>();
  let nextForgetting = 0;

  const begin = (delivery: ClaimedDelivery): void => {
    inFlight.set(delivery.endpoint, (inFlight.get(delivery.endpoint) ?? 0) + 1);
    const ended = deliver(delivery, options).finally(() => {
      const left = (inFlight.get(delivery.endpoint) ?? 1) - 1;
      if (left > 0) inFlight.set(delivery.endpoint, left);
      else inFlight.delete(delivery.endpoint);
      tries.delete(ended);
      bell.ring();
    });
    tries.add(ended);
  };

  /** Resolves with whether there is more to do at once. */
  const round = async (): Promise<boolean> => {
    const more = await database.transaction((tx) => fanOut(tx, feed.last));
    const limit = mostInFlight - tries.size;
    if (limit > 0) {
      const settings = { inFlight, perEndpoint, limit, lease: timeout + pauses.lease };
      const claimed = await database.transaction((tx) => claimDeliveries(tx, settings));
      for (const delivery of claimed) begin(delivery);
    }
    if (performance.now() >= nextForgetting) {
      while (!closing.signal.aborted && (await database.transaction((tx) => forgetDelivered(tx, keepDelivered))));
      nextForgetting = performance.now() + pauses.forgetting;
    }
    return more;
  };

  const run = async (): Promise<void> => {
    let failed = false;
    while (!closing.signal.aborted) {
      let wait = pollEvery;
      try {
        if (await round()) wait = 0;
        failed = false;
      } catch (error) {
        if (!failed) log.warn({ err: error }, 'webhooks stand still, will be tried again');
        failed = true;
        wait = pauses.failure;
      }
      await bell.wait(wait);
    }
  };

  const ended = Promise.all([run(), ringWhenGrown(feed, bell.ring, closing.signal)]);
  return {
    wake: bell.ring,
    close: async () => {
      closing.abort();
      bell.ring();
      await ended;
      await Promise.all(tries);
    },
  };
}

async function ringWhenGrown(feed: Feed, ring: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await feed.grown(feed.last, signal).then(ring, () => undefined);
  }
}

/** One try, written down. Where that fails, the delivery is made again once its lease is over. */
async function deliver(delivery: ClaimedDelivery, options: DispatcherOptions): Promise<void> {
  const { database, feed, log, schedule } = options;
  const { endpoint, position, attempts, url, at, secrets } = delivery;
  try {
    // Another process may have numbered it and made the delivery before this one has seen either.
    const event = (await feed.after(position - 1n, 1))[0] ?? (await feed.read(position - 1n, 1))[0];
    if (event?.position !== position) {
      await database.transaction((tx) => dropDelivery(tx, delivery));
      return;
    }
    const timestamp = Math.floor(at.getTime() / 1_000);
    const signed = signatureHeaders({ id: webhookId(event.id), timestamp, body: event.body, secrets });
    const headers = { 'content-type': 'application/cloudevents+json', 'user-agent': 'eventwright', ...signed };
    const outcome = await post(new URL(url), { ...options, headers, body: event.body });
    const next = nextTry(outcome, attempts, schedule);
    if (next.kind === 'disable')
      log.warn({ endpoint, reason: next.reason, error: next.error }, 'a webhook is disabled');
    await database.transaction((tx) => settleDelivery(tx, delivery, next));
  } catch (error) {
    log.warn({ endpoint, position, err: error }, 'a delivery could not be written down, will be made again');
  }
}
