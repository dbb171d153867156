import { describe, expect, it } from 'vitest';
import { addDelivery, addItem } from '../../domain/add-stock.ts';
import type { StockLevel } from '../../domain/stock-level.ts';
import { type WarehouseRequests, warehouseApi } from './api.ts';

const lamp = {
  sku: 'LAMP-AURORA',
  name: 'Aurora lamp',
  price: { amount: '79.00', currency: 'EUR' },
  weightInGrams: 1800,
  quantity: 10,
};

/** A warehouse in memory. */
function given(): WarehouseRequests {
  const levels = new Map<string, StockLevel>();
  const keep = ({ level }: { readonly level: StockLevel }) => {
    levels.set(level.sku, level);
    return level;
  };
  return {
    items: async () => [...levels.values()],
    addItem: async (item) => (levels.has(item.sku) ? undefined : keep(addItem({ ...item, warehouse: 'UPPSALA' }))),
    addDelivery: async (sku, quantity) => {
      const level = levels.get(sku);
      return level === undefined ? undefined : keep(addDelivery(level, quantity));
    },
  };
}

const post = (api: ReturnType<typeof warehouseApi>, path: string, body: unknown) =>
  api.request(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('POST /items', () => {
  it('adds an item', async () => {
    const api = warehouseApi(given());

    const response = await post(api, '/items', lamp);

    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      sku: 'LAMP-AURORA',
      price: { amount: '79.00', currency: 'EUR' },
      onHand: 10,
      available: 10,
      revision: 1,
    });
    expect(await (await api.request('/items')).json()).toMatchObject({ items: [{ sku: 'LAMP-AURORA' }] });
  });

  it('refuses an item that exists, and says how to add to its stock', async () => {
    const api = warehouseApi(given());
    await post(api, '/items', lamp);

    const response = await post(api, '/items', lamp);

    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ title: expect.stringContaining('/items/LAMP-AURORA/deliveries') });
  });

  it('reads no more than an item can be long', async () => {
    const response = await post(warehouseApi(given()), '/items', { ...lamp, padding: 'x'.repeat(300_000) });
    expect(response.status).toBe(413);
  });

  it.each([
    ['no JSON', '{', /^body:/],
    ['an amount that is no decimal', { ...lamp, price: { amount: '79,00' } }, /^price.amount: is text such as/],
    ['a misspelt field', { ...lamp, quantty: 3 }, /quantty/],
    ['a fraction of an item', { ...lamp, quantity: 1.5 }, /^quantity:/],
    ['a zero character, which no database keeps', { ...lamp, name: 'a\0b' }, /^name: has characters/],
    ['half a character', { ...lamp, description: '\ud83d' }, /^description: has characters/],
    ['a wild name', { ...lamp, sku: "x'; drop table" }, /^sku:/],
  ])('refuses %s, naming the place', async (_case, body, expected) => {
    const response = await post(warehouseApi(given()), '/items', body);

    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ errors: [expect.stringMatching(expected)] });
  });
});

describe('POST /items/:sku/deliveries', () => {
  it('adds to the stock', async () => {
    const api = warehouseApi(given());
    await post(api, '/items', lamp);

    expect(await (await post(api, '/items/LAMP-AURORA/deliveries', { quantity: 5 })).json()).toMatchObject({
      onHand: 15,
      revision: 2,
    });
  });

  it('does not know every item', async () => {
    expect((await post(warehouseApi(given()), '/items/SOFA/deliveries', { quantity: 5 })).status).toBe(404);
  });
});

describe('POST /items/:sku/deliveries of what can be no item', () => {
  it.each(['%00', 'no%20such%20thing'])('does not look for %s', async (sku) => {
    const addDelivery = async () => {
      throw new Error('looked for it');
    };
    const api = warehouseApi({ ...given(), addDelivery });
    expect((await post(api, `/items/${sku}/deliveries`, { quantity: 5 })).status).toBe(404);
  });
});
