import { describe, expect, it } from 'vitest';
import { RuntimeError } from './errors.ts';
import { derivedEventId } from './event-id.ts';
import { pinned } from './pinned.ts';
import { silentTelemetry } from './quiet-telemetry.ts';
import type { Schema } from './schema.ts';
import { type Cause, createSender, type SenderOptions } from './sender.ts';
import { jsonRegistry } from './testing/json-registry.ts';
import { orderPlaced, ordersApplication, stockChanged } from './testing/orders-application.ts';
import type { OutgoingRecord, WireHeaders } from './transport.ts';
import { createWriters } from './writers.ts';

const registry = jsonRegistry();
const now = new Date('2026-11-21T10:00:00Z');

interface Bench {
  readonly records: OutgoingRecord[];
  readonly options: SenderOptions;
}

function bench(): Bench {
  const records: OutgoingRecord[] = [];
  const stockRoute = { ...ordersApplication.receive.stockChanged };
  const routes = { ...ordersApplication.send, stockChanged: stockRoute };
  const options: SenderOptions = {
    source: '/orders',
    routes,
    publisher: {
      publish: async (given) => {
        records.push(...given);
        return given.map(({ topic }) => ({ topic, partition: 1, offset: 9n }));
      },
    },
    telemetry: silentTelemetry,
    writers: createWriters(registry, Object.values(routes)),
    now: () => now,
    newId: () => 'new-id',
  };
  return { records, options };
}

function causeOf(id: string): Cause {
  return {
    id,
    correlationId: 'c-1',
    trace: new Map([['traceparent', new TextEncoder().encode('00-1-2-01')]]),
    ordinal: () => 0,
  };
}

function texts(headers: WireHeaders | undefined): Record<string, string> {
  return Object.fromEntries([...(headers ?? [])].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));
}

const tombstone = { key: { sku: 's-1' }, value: null };
const placed = { key: 'o-1', value: { order: 'o-1', total: 3 }, headers: { sales_channel: 'app' } };

describe('createSender', () => {
  it('encodes key and value, fills the headers in and says where the message is', async () => {
    const { records, options } = bench();
    const sent = await createSender(options)()['orderPlaced']?.(placed);
    expect(sent).toEqual({ id: 'new-id', topic: 'shop.orders', position: { partition: 1, offset: 9n } });
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      topic: 'shop.orders',
      key: registry.bytesOf(orderPlaced.key, 'o-1'),
      value: registry.bytesOf(orderPlaced.value, placed.value),
    });
    expect(texts(records[0]?.headers)).toEqual({
      'content-type': 'application/avro',
      sales_channel: 'app',
      ce_specversion: '1.0',
      ce_id: 'new-id',
      ce_source: '/orders',
      ce_type: 'shop.OrderPlaced.v1',
      ce_time: '2026-11-21T10:00:00.000Z',
      ce_subject: 'o-1',
      ce_partitionkey: 'o-1',
      ce_correlationid: 'new-id',
    });
  });

  it('takes what the caller says for granted', async () => {
    const { records, options } = bench();
    const time = new Date('2020-01-01T00:00:00Z');
    const own = { id: 'mine', time, subject: 's', correlationId: 'c', causationId: 'e' };
    expect(
      await createSender(options)({ cause: causeOf('e-1') })['orderPlaced']?.({ ...placed, ...own }),
    ).toMatchObject({
      id: 'mine',
    });
    expect(texts(records[0]?.headers)).toMatchObject({
      ce_id: 'mine',
      ce_time: '2020-01-01T00:00:00.000Z',
      ce_subject: 's',
      ce_correlationid: 'c',
      ce_causationid: 'e',
    });
  });

  it('gives neither subject nor partition key where the key is a record', async () => {
    const { records, options } = bench();
    await createSender(options)()['stockChanged']?.({ key: { sku: 's' }, value: { quantity: 1 } });
    expect(records[0]?.key).toEqual(registry.bytesOf(stockChanged.key, { sku: 's' }));
    expect(records[0]?.headers.has('ce_subject')).toBe(false);
    expect(records[0]?.headers.has('ce_partitionkey')).toBe(false);
  });

  it('derives id, correlation, causation and trace from the event that is handled', async () => {
    const { records, options } = bench();
    await createSender(options)({ cause: causeOf('e-1') })['orderPlaced']?.(placed);
    const key = registry.bytesOf(orderPlaced.key, 'o-1');
    expect(texts(records[0]?.headers)).toMatchObject({
      ce_id: derivedEventId({ source: '/orders', causeId: 'e-1', message: 'OrderPlaced', key, ordinal: 0 }),
      ce_correlationid: 'c-1',
      ce_causationid: 'e-1',
      traceparent: '00-1-2-01',
    });
  });

  it.each([
    ['a value', { ...placed, value: 'invalid' }, '[VALUE_INVALID] shop.OrderPlaced expected'],
    ['a key', { ...placed, key: undefined }, '[VALUE_INVALID] string expected'],
    ['a header', { ...placed, headers: { sales_channel: 'fax' } }, '[HEADER_INVALID]'],
    ['an id', { ...placed, id: '' }, '[HEADER_INVALID] "id" is empty'],
  ])('rejects with nothing sent where %s does not fit', async (_, message, problem) => {
    const { records, options } = bench();
    await expect(createSender(options)()['orderPlaced']?.(message)).rejects.toThrow(problem);
    expect(records).toEqual([]);
  });

  it('rejects where the transport does, or where it answers with nothing', async () => {
    const { options } = bench();
    const failing = (publish: SenderOptions['publisher']['publish']) =>
      createSender({ ...options, publisher: { publish } })()['orderPlaced']?.(placed);
    const down = new RuntimeError('TRANSPORT_FAILED', 'no broker');
    await expect(failing(() => Promise.reject(down))).rejects.toBe(down);
    await expect(failing(async () => [])).rejects.toThrow('[TRANSPORT_FAILED]');
  });

  it('sends a tombstone for a message that knows them, with its type as header, and for no other', async () => {
    const { records, options } = bench();
    const sends = createSender(options)();
    await sends['stockChanged']?.(tombstone);
    expect(records[0]).toMatchObject({ topic: 'shop.stock', value: null });
    expect(texts(records[0]?.headers)['ce_type']).toBe('shop.StockChanged.v1');
    await sends['orderPlaced']?.({ ...placed, value: null });
    expect(records[1]?.value).not.toBeNull();
  });

  it('writes a pinned version with its schema and type, looked up when it is first sent', async () => {
    const { records, options } = bench();
    const older: Schema<{ readonly order: string }> = {
      name: orderPlaced.value.name,
      version: 0,
      fingerprint: '0',
      avro: '"older"',
    };
    const sends = createSender(options)();
    await sends['orderPlaced']?.({ ...placed, value: pinned(older, { order: 'o-1' }) });
    expect(records[0]?.value).toEqual(registry.bytesOf(older, { order: 'o-1' }));
    expect(texts(records[0]?.headers)['ce_type']).toBe('shop.OrderPlaced.v0');
    await sends['orderPlaced']?.(placed);
    expect(records[1]?.value).toEqual(registry.bytesOf(orderPlaced.value, placed.value));
  });

  it('refuses a version of another message', async () => {
    const { records, options } = bench();
    const value = pinned(stockChanged.value, { quantity: 1 });
    const sent = createSender(options)()['orderPlaced']?.({ ...placed, value });
    await expect(sent).rejects.toThrow(
      '[VALUE_INVALID] OrderPlaced is pinned to shop.StockChanged; give pinned() a version of shop.OrderPlaced',
    );
    expect(records).toEqual([]);
  });
});
