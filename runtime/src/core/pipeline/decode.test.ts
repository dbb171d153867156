import { describe, expect, it, vi } from 'vitest';
import { encodeEventHeaders } from '../headers.ts';
import { noTransaction } from '../no-transaction.ts';
import type { AnyHandler } from '../routes.ts';
import { bindingOf } from '../testing/bound.ts';
import { record } from '../testing/hand-claim.ts';
import { type JsonRegistry, jsonRegistry } from '../testing/json-registry.ts';
import { orderConfirmed, orderPlaced, stockChanged } from '../testing/orders-application.ts';
import { recordingLogger } from '../testing/recording-logger.ts';
import type { StoredRecord } from '../transport.ts';
import { createDecode, type Decode } from './decode.ts';
import { createDispatch } from './dispatch.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const decoderOf = (registry: JsonRegistry): Decode =>
  createDecode(registry, createDispatch(registry, [bindingOf('orderPlaced'), bindingOf('stockChanged')]));
const attributes = {
  id: 'e-1',
  type: 'shop.OrderPlaced.v1',
  source: '/storefront',
  subject: 'o-1',
  time: new Date('2026-11-21T10:00:00Z'),
  correlationId: 'c-1',
  causationId: 'e-0',
};

function placedRecord(registry: JsonRegistry, change: Partial<StoredRecord> = {}): StoredRecord {
  const key = registry.bytesOf(orderPlaced.key, 'o-1');
  const value = registry.bytesOf(orderPlaced.value, { order: 'o-1', total: 3 });
  const headers = new Map([
    ...encodeEventHeaders(attributes),
    ['sales_channel', text('web')] as const,
    ['traceparent', text('00-1-2-01')] as const,
    ['x-foreign', Uint8Array.of(255)] as const,
  ]);
  return { ...record(7, { key, value, headers }), ...change };
}

describe('createDecode', () => {
  it('gives the handler everything that it may know of the event', async () => {
    const registry = jsonRegistry();
    const decoded = await decoderOf(registry)(placedRecord(registry));
    expect(decoded?.event).toEqual({
      ...attributes,
      name: 'OrderPlaced',
      key: 'o-1',
      value: { order: 'o-1', total: 3 },
      headers: { sales_channel: 'web' },
      topic: 'shop.orders',
      partition: 0,
      offset: 7n,
    });
    expect(decoded?.trace).toEqual(new Map([['traceparent', text('00-1-2-01')]]));
  });

  it('shows the handler where the event comes from', async () => {
    const registry = jsonRegistry();
    const handler = vi.fn<AnyHandler>(async () => undefined);
    const decode = createDecode(registry, createDispatch(registry, [bindingOf('orderPlaced', handler)]));
    const placed = placedRecord(registry);
    const decoded = await decode(placed);
    const signal = new AbortController().signal;
    await decoded?.run({ send: {}, tx: noTransaction, signal, attempt: 1, log: recordingLogger() });
    expect(handler.mock.calls[0]?.[2]).toEqual({ record: placed, value: orderPlaced.value, key: orderPlaced.key });
  });

  it('gives nothing for what the application does not receive', async () => {
    const registry = jsonRegistry();
    const value = registry.bytesOf(orderConfirmed.value, {});
    expect(await decoderOf(registry)(record(0, { value }))).toBeUndefined();
  });

  it('hands a tombstone over as null', async () => {
    const registry = jsonRegistry();
    const key = registry.bytesOf(stockChanged.key, { sku: 's' });
    const headers = new Map([['ce_type', text(stockChanged.type)]]);
    const decoded = await decoderOf(registry)({ ...record(1, { key, headers }), topic: 'shop.stock' });
    expect(decoded?.event).toMatchObject({ name: 'StockChanged', key: { sku: 's' }, value: null });
  });

  it.each([
    ['a key that is missing', { key: null }, '[VALUE_UNREADABLE] the record has no key'],
    ['a key that is no value', { key: Uint8Array.of(0, 0, 1) }, '[VALUE_UNREADABLE]'],
    ['a header that is missing', { headers: new Map() }, '[HEADER_INVALID] OrderPlaced needs the header'],
    ['a value that is garbage', { value: Uint8Array.of(7) }, '[FRAME_INVALID]'],
    ['a schema that nobody knows', { value: Uint8Array.of(0, 99) }, '[SCHEMA_UNKNOWN]'],
  ])('rejects %s', async (_, change, problem) => {
    const registry = jsonRegistry();
    await expect(decoderOf(registry)(placedRecord(registry, change))).rejects.toThrow(problem);
  });
});
