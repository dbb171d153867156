import { afterAll, beforeAll, expect } from 'vitest';
import type { Database } from '../../core/database.ts';
import { openMemoryLog } from '../../embedded/index.ts';
import { type OpenDelivery, type OpenDeliveryOptions, openDelivery } from '../open-delivery.ts';

/** Something that has databases, each in a schema of its own. */
export interface DatabaseHost {
  database(schema: string): Promise<Database>;
  close(): Promise<void>;
}

export interface Opened {
  readonly database: Database;
  readonly delivery: OpenDelivery;
  /** Another instance of the service, over the same database. */
  again(options?: Partial<OpenDeliveryOptions>): Promise<OpenDelivery>;
}

/** Opens delivery over a new schema for each call; what it opened ends with the tests of the file. */
export type Open = (options?: Partial<OpenDeliveryOptions>) => Promise<Opened>;

let schemas = 0;

export function useDelivery(openHost: () => Promise<DatabaseHost>): Open {
  const at: { host?: DatabaseHost } = {};
  const close: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    at.host = await openHost();
  }, 60_000);
  afterAll(async () => {
    for (const end of close.reverse()) await end();
    await at.host?.close();
  });
  return async (options = {}) => {
    schemas += 1;
    const host = at.host ?? expect.fail('the host is not open');
    const database = await host.database(`delivery_${process.pid}_${schemas}`);
    close.push(() => database.close());
    const again = async (more: Partial<OpenDeliveryOptions> = {}): Promise<OpenDelivery> => {
      const log = openMemoryLog();
      const delivery = await openDelivery({ database, transport: log, flushTimeout: 1, ...options, ...more });
      close.push(() => delivery.close());
      return delivery;
    };
    return { database, delivery: await again(), again };
  };
}
