import { describe, expect, it } from 'vitest';
import { jsonRegistry } from './testing/json-registry.ts';
import { ordersApplication } from './testing/orders-application.ts';
import { createWriters } from './writers.ts';

const { orderConfirmed, orderPlaced } = ordersApplication.send;

describe('createWriters', () => {
  it('looks each subject up once, however many messages share it', async () => {
    const registry = jsonRegistry();
    const writers = createWriters(registry, [orderConfirmed, orderPlaced]);
    await writers.ready();
    await Promise.all([writers.of(orderConfirmed), writers.of(orderPlaced), writers.of(orderPlaced)]);
    expect(Object.fromEntries(registry.lookups)).toEqual({
      'shop.orders-key': 1,
      'shop.orders-shop.OrderConfirmed': 1,
      'shop.orders-shop.OrderPlaced': 1,
    });
  });

  it('names everything that the registry lacks in one error, and how to mend it', async () => {
    const registry = jsonRegistry();
    registry.missing.add('shop.orders-key').add('shop.orders-shop.OrderPlaced');
    await expect(createWriters(registry, [orderConfirmed, orderPlaced]).ready()).rejects.toThrow(
      '[SCHEMA_NOT_REGISTERED] the registry lacks what this application sends; ' +
        'register it with "eventwright registry push":' +
        '\n  shop.OrderPlaced version 1 under subject shop.orders-shop.OrderPlaced' +
        '\n  string version 1 under subject shop.orders-key',
    );
  });

  it('rejects with what kept the registry away, and asks again the next time', async () => {
    const registry = jsonRegistry();
    const writers = createWriters(registry, [orderConfirmed]);
    registry.failure = 'REGISTRY_UNAVAILABLE';
    await expect(writers.ready()).rejects.toThrow('[REGISTRY_UNAVAILABLE]');
    registry.failure = undefined;
    await writers.ready();
    registry.failure = 'REGISTRY_UNAVAILABLE';
    await writers.of(orderConfirmed);
  });

  it('gives them at once when they are known, and to nobody before those who have waited', async () => {
    const route = ordersApplication.send.orderPlaced;
    const writers = createWriters(jsonRegistry(), [route]);
    const order: number[] = [];
    const ask = async (number: number): Promise<void> => {
      const found = writers.of(route);
      if (found instanceof Promise) await found;
      order.push(number);
    };
    const asked = [ask(0), ask(1)];
    for (let number = 2; number < 12; number += 1) {
      await Promise.resolve();
      asked.push(ask(number));
    }
    await Promise.all(asked);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(writers.of(route)).not.toBeInstanceOf(Promise);
  });
});
