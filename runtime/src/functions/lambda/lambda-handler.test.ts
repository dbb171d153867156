import type { MSKEvent, SelfManagedKafkaEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ReceiveOptions } from '../../core/client.ts';
import { createClient } from '../../core/create-client.ts';
import { RuntimeError } from '../../core/errors.ts';
import { fatal, retryLater } from '../../core/handler-error.ts';
import { encodeEventHeaders } from '../../core/headers.ts';
import { type JsonRegistry, jsonRegistry } from '../../core/testing/json-registry.ts';
import { memoryDelivery } from '../../core/testing/memory-delivery.ts';
import {
  type OrdersHandlers,
  type OrdersSends,
  orderPlaced,
  ordersApplication,
} from '../../core/testing/orders-application.ts';
import type { OutgoingRecord, Publisher } from '../../core/transport.ts';
import type { LambdaKafkaEvent } from './lambda-event.ts';
import { type LambdaHandler, type LambdaHandlerOptions, lambdaHandler } from './lambda-handler.ts';

let registry: JsonRegistry;
let published: OutgoingRecord[];
let publisher: Publisher;

beforeEach(() => {
  registry = jsonRegistry();
  published = [];
  publisher = {
    publish: async (records) => {
      published.push(...records);
      return records.map(({ topic }, index) => ({ topic, partition: 0, offset: BigInt(index) }));
    },
  };
});

const nothing = async (): Promise<void> => undefined;

type Placed = OrdersHandlers['orderPlaced'];

function handlerOf(
  placed: Placed,
  more: Partial<LambdaHandlerOptions> = {},
  receive: ReceiveOptions<OrdersSends> = {},
) {
  return lambdaHandler({
    transport: publisher,
    start: (transport) =>
      createClient(ordersApplication, { transport, registry }).receive(
        { orderPlaced: placed, orderConfirmed: nothing, stockChanged: nothing },
        receive,
      ),
    ...more,
  });
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** As Lambda gives it, with a header of Java's negative bytes. */
function recordAt(offset: number, order: string, partition = 0): MSKEvent['records'][string][number] {
  const attributes = {
    id: `${order}-${partition}-${offset}`,
    type: orderPlaced.type,
    source: '/bücher',
    subject: undefined,
    time: new Date(0),
    correlationId: 'c',
    causationId: undefined,
  };
  const headers = [...encodeEventHeaders(attributes), ['sales_channel', new TextEncoder().encode('web')] as const];
  return {
    topic: 'shop.orders',
    partition,
    offset,
    timestamp: 1_000,
    timestampType: 'CREATE_TIME',
    key: base64(registry.bytesOf(orderPlaced.key, order)),
    value: base64(registry.bytesOf(orderPlaced.value, { order, total: offset })),
    headers: headers.map(([name, bytes]) => ({ [name]: [...Int8Array.from(bytes)] })),
  };
}

function eventOf(...records: MSKEvent['records'][string]): MSKEvent {
  const byPartition = Object.groupBy(records, ({ topic, partition }) => `${topic}-${partition}`);
  return {
    eventSource: 'aws:kafka',
    eventSourceArn: 'arn:aws:kafka:eu-north-1:123456789012:cluster/shop/1',
    bootstrapServers: 'broker:9092',
    records: Object.fromEntries(Object.entries(byPartition).map(([name, some = []]) => [name, some])),
  };
}

const inTime = { getRemainingTimeInMillis: () => 60_000 };
const soon = { getRemainingTimeInMillis: () => 1_100 };

describe('lambdaHandler', () => {
  it('hands records to typed handlers, in order per key, and keeps the application for the next invocation', async () => {
    const seen: string[] = [];
    let starts = 0;
    const handle = handlerOf(async ({ key, value, source, headers, offset }, ctx) => {
      const channel: 'web' | 'app' = headers.sales_channel;
      seen.push(`${key} ${value.total} ${source} ${channel} ${offset}`);
      await ctx.send.orderConfirmed({ key, value: { order: key } });
    });
    const counting: LambdaHandler = handlerOf(async () => undefined, {
      start: async (transport) => {
        starts += 1;
        if (starts === 1) throw new RuntimeError('REGISTRY_UNAVAILABLE', 'down');
        return createClient(ordersApplication, { transport, registry }).receive({
          orderPlaced: nothing,
          orderConfirmed: nothing,
          stockChanged: nothing,
        });
      },
    });
    expect(await handle(eventOf(recordAt(5, 'a'), recordAt(9, 'a'), recordAt(2, 'b', 1)), inTime)).toEqual({
      batchItemFailures: [],
    });
    expect(seen.toSorted()).toEqual(['a 5 /bücher web 5', 'a 9 /bücher web 9', 'b 2 /bücher web 2']);
    expect(published.map(({ topic }) => topic)).toEqual(['shop.orders', 'shop.orders', 'shop.orders']);
    await expect(counting(eventOf(recordAt(1, 'a')), inTime)).rejects.toThrow('REGISTRY_UNAVAILABLE');
    await counting(eventOf(recordAt(1, 'a')), inTime);
    await counting(eventOf(recordAt(2, 'a')), inTime);
    expect(starts).toBe(2);
  });

  it('takes the events of a cluster of one’s own too, and records without key, value or headers', async () => {
    const event: SelfManagedKafkaEvent = {
      eventSource: 'SelfManagedKafka',
      bootstrapServers: 'broker:9092',
      records: eventOf(recordAt(1, 'a')).records,
    };
    const bare = { topic: 'shop.stock', partition: 0, offset: 3, timestamp: 0 };
    const given: LambdaKafkaEvent = { ...event, records: { ...event.records, 'shop.stock-0': [bare] } };
    expect(await handlerOf(nothing)(given, inTime)).toEqual({ batchItemFailures: [] });
  });

  it('reports the first record of a partition that is not done, and leaves other partitions done', async () => {
    const handle = handlerOf(
      async ({ value }) => {
        if (value.total === 7) throw retryLater('not yet');
      },
      { reportsFailures: true },
    );
    const event = eventOf(recordAt(3, 'a'), recordAt(7, 'b'), recordAt(8, 'c'), recordAt(4, 'a', 1));
    expect(await handle(event, soon)).toEqual({
      batchItemFailures: [{ itemIdentifier: { partition: 'shop.orders-0', offset: 7 } }],
    });
  });

  it('fails as a whole where the mapping takes no reports, so that nothing is lost', async () => {
    const handle = handlerOf(() => Promise.reject(retryLater('not yet')));
    await expect(handle(eventOf(recordAt(7, 'a')), soon)).rejects.toThrow(
      '[HANDLER_TIMEOUT] not all records were done before the invocation had to end: shop.orders-0 from offset 7 on',
    );
  });

  it('is done with what went to the dead letter topic, and not before it is there', async () => {
    const handle = handlerOf(() => Promise.reject(fatal('no such item')), { reportsFailures: true });
    const failing = publisher.publish;
    publisher.publish = () => Promise.reject(new RuntimeError('TRANSPORT_FAILED', 'away'));
    expect(await handle(eventOf(recordAt(7, 'a')), soon)).toMatchObject({
      batchItemFailures: [{ itemIdentifier: { offset: 7 } }],
    });
    publisher.publish = failing;
    expect(await handle(eventOf(recordAt(7, 'a')), inTime)).toEqual({ batchItemFailures: [] });
    expect(published.map(({ topic }) => topic)).toEqual(['shop.orders.dlt']);
  });

  it('has its effects once with delivery, though Lambda delivers again', async () => {
    const delivery = memoryDelivery({ now: () => 0 });
    const handle = lambdaHandler({
      transport: publisher,
      start: (transport) =>
        createClient(ordersApplication, { transport, registry, delivery }).receive({
          orderPlaced: async ({ key }, ctx) => void (await ctx.tx.query('insert', [key])),
          orderConfirmed: nothing,
          stockChanged: nothing,
        }),
    });
    const event = eventOf(recordAt(1, 'a'), recordAt(2, 'b'));
    await handle(event, inTime);
    await handle(event, inTime);
    expect(delivery.effects.toSorted()).toEqual([['a'], ['b']]);
  });

  it('refuses what it is not for', async () => {
    const handle = handlerOf(nothing);
    const elsewhere = { ...recordAt(1, 'a'), topic: 'shop.payments' };
    await expect(handle(eventOf(elsewhere), inTime)).rejects.toThrow(
      '[CONFIGURATION_INVALID] the function is given records of shop.payments, which its application does not receive',
    );
    const sqs: LambdaKafkaEvent = JSON.parse('{"eventSource":"aws:sqs"}');
    await expect(handle(sqs, inTime)).rejects.toThrow('[VALUE_INVALID] the function was given an event of "aws:sqs"');
  });
});
