import { describe, expect, it } from 'vitest';
import type { Binding } from '../routes.ts';
import { bindingOf } from '../testing/bound.ts';
import { record } from '../testing/hand-claim.ts';
import { jsonRegistry } from '../testing/json-registry.ts';
import { orderConfirmed, orderPlaced, stockChanged } from '../testing/orders-application.ts';
import { createDispatch } from './dispatch.ts';

const placed = bindingOf('orderPlaced');
const confirmed = bindingOf('orderConfirmed');
const stock = bindingOf('stockChanged');
const typeHeader = (type: string): Map<string, Uint8Array> => new Map([['ce_type', new TextEncoder().encode(type)]]);

describe('createDispatch', () => {
  it('goes by the schema that the value was written with', async () => {
    const registry = jsonRegistry();
    const dispatch = createDispatch(registry, [placed, confirmed, stock]);
    const written = (schema: typeof orderPlaced.value | typeof orderConfirmed.value) =>
      record(0, { value: registry.bytesOf(schema, {}), headers: typeHeader('another.Name.v1') });
    expect(await dispatch(written(orderPlaced.value))).toBe(placed);
    expect(await dispatch(written(orderConfirmed.value))).toBe(confirmed);
  });

  it('finds nobody for a message that the application does not receive, or not on this topic', async () => {
    const registry = jsonRegistry();
    const dispatch = createDispatch(registry, [placed, stock]);
    expect(await dispatch(record(0, { value: registry.bytesOf(orderConfirmed.value, {}) }))).toBeUndefined();
    expect(await dispatch(record(0, { value: registry.bytesOf(stockChanged.value, {}) }))).toBeUndefined();
  });

  it('goes by ce_type where there is no value, and only to messages that know tombstones', async () => {
    const dispatch = createDispatch(jsonRegistry(), [placed, stock]);
    const onStock = { ...record(0, { headers: typeHeader(stockChanged.type) }), topic: 'shop.stock' };
    expect(await dispatch(onStock)).toBe(stock);
    expect(await dispatch({ ...onStock, topic: 'shop.orders' })).toBeUndefined();
    expect(await dispatch({ ...onStock, headers: new Map() })).toBeUndefined();
    expect(await dispatch(record(0, { headers: typeHeader(orderPlaced.type) }))).toBeUndefined();
  });

  it('knows the tombstones of producers with another version of the message', async () => {
    const dispatch = createDispatch(jsonRegistry(), [placed, stock]);
    const tombstone = (type: string) => ({ ...record(0, { headers: typeHeader(type) }), topic: 'shop.stock' });
    expect(await dispatch(tombstone('shop.StockChanged.v7'))).toBe(stock);
    expect(await dispatch(tombstone('shop.StockChanged.v7.other'))).toBeUndefined();
  });

  it('knows what was written before the record was renamed, unless another has that name now', async () => {
    const registry = jsonRegistry();
    const renamed = (name: string, aliases: readonly string[]): Binding => {
      const value = { ...orderPlaced.value, name, aliases };
      return { ...placed, route: { ...placed.route, message: { ...orderPlaced, value } } };
    };
    const taken = renamed('shop.OrderTaken', ['shop.OrderPlaced', 'shop.OrderConfirmed']);
    const dispatch = createDispatch(registry, [taken, confirmed]);
    expect(await dispatch(record(0, { value: registry.bytesOf(orderPlaced.value, {}) }))).toBe(taken);
    expect(await dispatch(record(0, { value: registry.bytesOf(orderConfirmed.value, {}) }))).toBe(confirmed);
    expect(() => createDispatch(registry, [taken, renamed('shop.OrderBegun', ['shop.OrderPlaced'])])).toThrow(
      'cannot be told apart: both are shop.OrderPlaced on shop.orders',
    );
  });

  it('rejects where the frame is none', async () => {
    const dispatch = createDispatch(jsonRegistry(), [placed]);
    await expect(dispatch(record(0, { value: Uint8Array.of(1, 2, 3) }))).rejects.toThrow('[FRAME_INVALID]');
    await expect(dispatch(record(0, { value: new Uint8Array() }))).rejects.toThrow('[FRAME_INVALID]');
  });

  it('refuses messages that it could not tell apart', () => {
    expect(() => createDispatch(jsonRegistry(), [placed, bindingOf('orderPlaced')])).toThrow(
      'cannot be told apart: both are shop.OrderPlaced on shop.orders',
    );
  });
});
