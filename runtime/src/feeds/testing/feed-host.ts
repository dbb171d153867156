import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import type { Database } from '../../core/database.ts';
import { type Feed, type OpenFeedOptions, openFeed } from '../open-feed.ts';
import { openSubscribers, type Subscribers } from '../subscribers.ts';
import { parcelEvent, parcelLost, parcelShipped } from './parcel-events.ts';

/** Something that has databases, each in a schema of its own. */
export interface DatabaseHost {
  database(schema: string): Promise<Database>;
  close(): Promise<void>;
}

export interface OpenedFeed {
  readonly database: Database;
  readonly feed: Feed;
  readonly subscribers: Subscribers;
  /** Another process with the same database. */
  again(): Promise<Feed>;
  /** Adds parcels of an order by the numbers, in one transaction, and waits until they are in the feed. */
  ship(orderId: string, ...numbers: readonly number[]): Promise<void>;
  lose(orderId: string, number: number): Promise<void>;
}

export type OpenFeedForTest = (options?: Partial<OpenFeedOptions>) => Promise<OpenedFeed>;

let schemas = 0;

/** Opens a feed over a new schema for each call; it ends with the test. */
export function useFeed(openHost: () => Promise<DatabaseHost>): OpenFeedForTest {
  const at: { host?: DatabaseHost } = {};
  beforeAll(async () => {
    at.host = await openHost();
  }, 60_000);
  afterAll(() => at.host?.close());
  return async (options = {}) => {
    schemas += 1;
    const host = at.host ?? expect.fail('the host is not open');
    const database = await host.database(`feed_${process.pid}_${schemas}`);
    onTestFinished(() => database.close());
    const again = async (): Promise<Feed> => {
      const feed = await openFeed({ database, pollEvery: 10, ...options });
      onTestFinished(() => feed.close());
      return feed;
    };
    const feed = await again();
    const addTo = async (message: typeof parcelShipped, orderId: string, numbers: readonly number[]): Promise<void> => {
      const { last } = feed;
      await database.transaction(async (tx) => {
        for (const number of numbers) await feed.add(tx, message, parcelEvent(orderId, number));
      });
      await feed.grown(last + BigInt(numbers.length) - 1n, AbortSignal.timeout(10_000));
    };
    return {
      database,
      feed,
      subscribers: await openSubscribers({ database }),
      again,
      ship: (orderId, ...numbers) => addTo(parcelShipped, orderId, numbers),
      lose: (orderId, number) => addTo(parcelLost, orderId, [number]),
    };
  };
}

/** The numbers of events, as `parcelEvent` made them. */
export const numbersIn = (events: readonly { readonly id: string }[]): readonly number[] =>
  events.map(({ id }) => Number(id.slice(-12)));
