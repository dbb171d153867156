import { Decimal } from '@eventwright/runtime';
import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../../requests/place-order.ts';
import { type StorefrontRequests, storefrontApi } from './api.ts';

const orderId = '0198f3c2-7d11-7c4e-9a55-2f0b8a6d1e01';
const mug = {
  sku: 'MUG',
  name: 'Mug',
  description: null,
  price: { amount: Decimal.of('12.50'), currency: 'EUR' as const },
  available: 3n,
};
const view = {
  orderId,
  placedAt: new Date('2026-03-02T09:15:00Z'),
  details: { totals: { total: { amount: '29.90', currency: 'EUR' } } },
  steps: [
    { step: 'placed' as const, at: new Date('2026-03-02T09:15:00Z'), note: null },
    { step: 'cancelled' as const, at: new Date('2026-03-02T09:16:00Z'), note: 'Changed my mind.' },
  ],
};
const body = {
  customer: { name: 'Ada', email: 'ada@example.org' },
  lines: [{ sku: 'MUG', quantity: 2 }],
  shippingAddress: { street: 'Storgatan 7', postalCode: '753 31', city: 'Uppsala', country: 'SE' },
  paymentMethod: { type: 'card', token: 'tok_visa', lastDigits: '4242' },
};

/** An API whose requests succeed, unless told otherwise. */
function given(requests: Partial<StorefrontRequests> = {}) {
  const placed: OrderRequest[] = [];
  const api = storefrontApi({
    placeOrder: async (order) => {
      placed.push(order);
      return { kind: 'placed', orderId };
    },
    cancelOrder: async () => ({ kind: 'asked' }),
    order: async (id) => (id === orderId ? view : undefined),
    orders: async () => [view],
    items: async () => [mug],
    item: async () => ({ kind: 'found', item: mug }),
    newId: () => 'new-id',
    ...requests,
  });
  const post = (path: string, json?: unknown) =>
    api.request(path, { method: 'POST', ...(json === undefined ? {} : { body: JSON.stringify(json) }) });
  return { api, placed, post };
}

describe('POST /orders', () => {
  it('accepts an order and says where to follow it', async () => {
    const { post, placed } = given();

    const response = await post('/orders', body);

    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ orderId, statusUrl: `http://localhost/orders/${orderId}` });
    expect(response.headers.get('location')).toBe(`http://localhost/orders/${orderId}`);
    expect(placed).toMatchObject([
      {
        customer: { customerId: 'new-id', name: 'Ada', locale: 'en' },
        lines: [{ sku: 'MUG', quantity: 2, options: {} }],
        shippingAddress: { recipient: 'Ada', addition: null },
        paymentMethod: { $type: 'shop.payments.Card', brand: 'OTHER' },
        wishedDeliveryDate: null,
        salesChannel: 'web',
      },
    ]);
  });

  it('takes a bank transfer and a wished day', async () => {
    const { post, placed } = given();
    const paymentMethod = { type: 'bank-transfer', iban: 'SE45', accountHolder: 'Ada' };

    await post('/orders', { ...body, paymentMethod, wishedDeliveryDate: '2026-12-24', salesChannel: 'app' });

    expect(placed).toMatchObject([
      {
        paymentMethod: { $type: 'shop.payments.BankTransfer', iban: 'SE45', accountHolder: 'Ada' },
        wishedDeliveryDate: '2026-12-24',
        salesChannel: 'app',
      },
    ]);
  });

  it.each([
    ['nothing', undefined, /^body:/],
    ['no lines', { ...body, lines: [] }, /^lines: an order needs at least one line/],
    ['half an item', { ...body, lines: [{ sku: 'MUG', quantity: 0.5 }] }, /^lines\.0\.quantity:/],
    [
      'a price of its own',
      { ...body, lines: [{ sku: 'MUG', quantity: 1, unitPrice: '0.01' }] },
      /^lines\.0:.*unitPrice/,
    ],
    [
      'a country in words',
      { ...body, shippingAddress: { ...body.shippingAddress, country: 'Sweden' } },
      /^shipping.*SE$/,
    ],
    ['a day that does not exist', { ...body, wishedDeliveryDate: '2026-02-30' }, /^wishedDeliveryDate:/],
    ['an unknown means of payment', { ...body, paymentMethod: { type: 'shells' } }, /^paymentMethod/],
    ['a wild item', { ...body, lines: [{ sku: "x'; drop table", quantity: 1 }] }, /^lines\.0\.sku:/],
    // What no database keeps: the order would be sent, and then nobody could store it.
    ['a zero character', { ...body, note: 'a\0b' }, /^note: has characters/],
    [
      'half a character',
      { ...body, customer: { ...body.customer, name: '\ud83d' } },
      /^customer\.name: has characters/,
    ],
    [
      'a zero character in an option',
      { ...body, lines: [{ sku: 'MUG', quantity: 1, options: { 'a\0': 'b' } }] },
      /^lines\.0\.options/,
    ],
  ])('refuses %s, naming the place', async (_case, json, expected) => {
    const { post, placed } = given();

    const response = await post('/orders', json);

    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 400, errors: [expect.stringMatching(expected)] });
    expect(placed).toEqual([]);
  });

  it('reads no more than an order can be long', async () => {
    const { post, placed } = given();
    const response = await post('/orders', { ...body, padding: 'x'.repeat(300_000) });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ status: 413, title: expect.stringContaining('longer') });
    expect(placed).toEqual([]);
  });

  it('passes on why the shop refuses an order', async () => {
    const { post } = given({ placeOrder: async () => ({ kind: 'refused', problems: ['Item MUG is not on sale.'] }) });
    const response = await post('/orders', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: ['Item MUG is not on sale.'] });
  });

  it('does not hide that the warehouse is silent', async () => {
    const { post } = given({ placeOrder: async () => ({ kind: 'unanswered', skus: ['MUG'] }) });
    expect((await post('/orders', body)).status).toBe(504);
  });
});

describe('GET /orders', () => {
  it('shows an order with its status, its history and what was ordered', async () => {
    const { api } = given();
    expect(await (await api.request(`/orders/${orderId}`)).json()).toEqual({
      orderId,
      status: 'cancelled',
      placedAt: '2026-03-02T09:15:00.000Z',
      totals: { total: { amount: '29.90', currency: 'EUR' } },
      history: [
        { step: 'placed', at: '2026-03-02T09:15:00.000Z' },
        { step: 'cancelled', at: '2026-03-02T09:16:00.000Z', note: 'Changed my mind.' },
      ],
    });
    expect(await (await api.request('/orders?limit=1')).json()).toMatchObject({ orders: [{ orderId }] });
  });

  it.each([['/orders/no-id'], ['/orders/0198f3c2-7d11-7c4e-9a55-000000000000']])('does not know %s', async (path) => {
    expect((await given().api.request(path)).status).toBe(404);
  });

  it.each(['0', '-1', 'many', '201'])('refuses to list %s orders', async (limit) => {
    expect((await given().api.request(`/orders?limit=${limit}`)).status).toBe(400);
  });
});

describe('POST /orders/:id/cancel', () => {
  it.each([
    [202, { kind: 'asked' as const }],
    [404, { kind: 'unknown' as const }],
    [409, { kind: 'too-late' as const, status: 'shipped' as const }],
  ])('answers %i', async (status, asked) => {
    const { post } = given({ cancelOrder: async () => asked });
    expect((await post(`/orders/${orderId}/cancel`)).status).toBe(status);
  });
});

describe('GET /items', () => {
  it('lists what is on sale, with exact prices', async () => {
    expect(await (await given().api.request('/items')).json()).toEqual({
      items: [
        { sku: 'MUG', name: 'Mug', description: null, price: { amount: '12.50', currency: 'EUR' }, available: 3 },
      ],
    });
  });

  it.each([
    [200, { kind: 'found' as const, item: mug }],
    [404, { kind: 'unknown' as const }],
    [504, { kind: 'unanswered' as const }],
  ])('answers %i for one item', async (status, found) => {
    const { api } = given({ item: async () => found });
    expect((await api.request('/items/MUG')).status).toBe(status);
  });
});

describe('GET /items/:sku', () => {
  it.each(['/items/%00', '/items/no%20such%20thing', `/items/${'A'.repeat(41)}`])(
    'asks nobody for %s, which can be no item',
    async (path) => {
      const asked: string[] = [];
      const { api } = given({
        item: async (sku) => {
          asked.push(sku);
          return { kind: 'unanswered' };
        },
      });
      expect((await api.request(path)).status).toBe(404);
      expect(asked).toEqual([]);
    },
  );
});

describe('GET /', () => {
  it('shows how to place an order, in a form that the shop accepts', async () => {
    const { api, post } = given();
    const page = await (await api.request('/')).text();
    const example = /-d '(?<json>.*)'/.exec(page)?.groups?.['json'] ?? '';
    expect((await post('/orders', JSON.parse(example))).status).toBe(202);
  });
});
