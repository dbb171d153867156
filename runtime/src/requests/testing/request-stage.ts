import { vi } from 'vitest';
import {
  type Asking,
  type Client,
  createClient,
  type Delivery,
  type ReceiveOptions,
  type Running,
  type StoredRecord,
  type Transport,
} from '../../core/index.ts';
import { jsonRegistry } from '../../core/testing/json-registry.ts';
import { type OpenRequests, type OpenRequestsOptions, openRequests } from '../index.ts';
import {
  type ItemRequested,
  type ShopAsks,
  type StockHandlers,
  shopApplication,
  stockApplication,
  stockTopics,
} from './stock-application.ts';

/** A log on which requests are held to what they promise. */
export interface RequestsContract {
  /** Opens the log; what each call of the function gives connects to it as a process of its own would. */
  open(): Promise<() => Promise<Transport>>;
  /** How long a condition may take to become true, and a request that has to succeed, in milliseconds. */
  readonly patience: number;
}

/** A process that asks. */
export interface Shop extends Client<object, object>, Asking<ShopAsks> {
  readonly requests: OpenRequests;
  /** Leaves no trace but on the log. */
  end(): Promise<void>;
}

type StockHandler = StockHandlers['itemRequested'];

export interface RequestStage {
  readonly topics: ReturnType<typeof stockTopics>;
  readonly patience: number;
  shop(options?: Partial<OpenRequestsOptions> & { readonly delivery?: Delivery }): Promise<Shop>;
  /** A process that answers. */
  stock(handler: StockHandler, options?: ReceiveOptions<object>): Promise<Running & { end(): Promise<void> }>;
  /** Somebody who answers by hand, and is told of every request. */
  hand(answer: (request: StoredRecord, reply: Reply) => Promise<void>): Promise<void>;
  eventually<T>(check: () => T | Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Publishes the answer to a request, as a service that was not generated would. */
export type Reply = (message: 'ItemAnswered' | 'ItemUnknown', value: object) => Promise<void>;

/** Answers with what there is of the item. */
export const answers: StockHandler = async ({ key, value }, { reply }) => {
  if (value.sku.startsWith('NO-')) await reply.itemUnknown({ key, value: { sku: value.sku } });
  else await reply.itemAnswered({ key, value: { sku: value.sku, available: 3 } });
};

export function request(sku: string): { readonly key: string; readonly value: ItemRequested } {
  return { key: sku, value: { sku } };
}

export async function openStage(contract: RequestsContract): Promise<RequestStage> {
  const topics = stockTopics(`shop-${crypto.randomUUID()}`);
  const registry = jsonRegistry();
  const endings: (() => Promise<void>)[] = [];
  const connect = await contract.open();
  const setUp = await connect();
  await setUp.ensureTopics([topics.requests, topics.replies, topics.deadLetters]);
  endings.push(() => setUp.close());

  const ending = (end: () => Promise<void>): (() => Promise<void>) => {
    let ended: Promise<void> | undefined;
    const once = (): Promise<void> => {
      ended ??= end();
      return ended;
    };
    endings.push(once);
    return once;
  };

  return {
    topics,
    patience: contract.patience,
    shop: async ({ delivery, ...options } = {}) => {
      const transport = await connect();
      const requests = openRequests({ transport, ...options });
      const clientOptions = { transport, registry, requests, ...(delivery && { delivery }) };
      const client = createClient(shopApplication(topics), clientOptions);
      const end = ending(async () => {
        await requests.close();
        await transport.close();
      });
      return { ...client, requests, end };
    },
    stock: async (itemRequested, options) => {
      const transport = await connect();
      const client = createClient(stockApplication(topics), { transport, registry });
      const running = await client.receive({ itemRequested }, options);
      const end = ending(async () => {
        await running.close();
        await transport.close();
      });
      return Object.assign(Object.create(running), { end });
    },
    hand: async (answer) => {
      const transport = await connect();
      ending(() => transport.close());
      await transport.subscribe({
        group: topics.requests.topic,
        topics: [topics.requests.topic],
        startFrom: 'earliest',
        onRecords: async (_, records) => {
          for (const asked of records) void answer(asked, (message, value) => publishReply(asked, { message, value }));
        },
      });

      async function publishReply(asked: StoredRecord, { message, value }: { message: string; value: object }) {
        const schema = { name: `shop.${message}`, version: 1, fingerprint: '0'.repeat(16), avro: `"shop.${message}"` };
        const headers = new Map(asked.headers);
        const id = headers.get('ce_id') ?? new Uint8Array();
        headers.set('ce_causationid', id).set('ce_id', new TextEncoder().encode(crypto.randomUUID()));
        const bytes = registry.bytesOf(schema, value);
        await transport.publish([{ topic: topics.replies.topic, key: asked.key, value: bytes, headers }]);
      }
    },
    eventually: (check) => vi.waitFor(check, { timeout: contract.patience, interval: 10 }),
    close: async () => {
      for (const end of endings.toReversed()) await end();
    },
  };
}
