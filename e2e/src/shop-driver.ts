import type { Shop } from '@shop/shop';
import { z } from 'zod';
import { type WaitOptions, waitUntil } from './wait-until.ts';

/** An order as the site shows it. */
export interface ShownOrder {
  readonly orderId: string;
  readonly status: string;
  readonly totals: { readonly total: { readonly amount: string; readonly currency: string } };
  /** Oldest first. */
  readonly history: readonly { readonly step: string }[];
}

/** An item as the site shows it. */
export interface ShownItem {
  readonly sku: string;
  readonly available: number;
}

/** A stock level as the warehouse shows it. */
export interface ShownLevel {
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
}

const placed = z.object({ orderId: z.uuid(), statusUrl: z.url() });
const order: z.ZodType<ShownOrder> = z.object({
  orderId: z.uuid(),
  status: z.string(),
  totals: z.object({ total: z.object({ amount: z.string(), currency: z.string() }) }),
  history: z.array(z.object({ step: z.string() })),
});
const item: z.ZodType<ShownItem> = z.object({ sku: z.string(), available: z.int() });
const level: z.ZodType<ShownLevel> = z.object({ sku: z.string(), onHand: z.int(), reserved: z.int() });

export interface OrderWish {
  readonly sku: string;
  readonly quantity?: number;
  /** Default: a card that is accepted. */
  readonly token?: string;
}

/** The shop as customers and the warehouse's staff use it: by HTTP only. */
export interface ShopDriver {
  /** Places an order and returns its id. */
  placeOrder(wish: OrderWish): Promise<string>;
  order(orderId: string): Promise<ShownOrder>;
  orders(): Promise<readonly ShownOrder[]>;
  /** Waits until the order has this status. */
  orderIs(orderId: string, status: string, options?: WaitOptions): Promise<ShownOrder>;
  /** Returns the status code of the answer. */
  cancelOrder(orderId: string): Promise<number>;
  /** Undefined where the site does not know the item. */
  item(sku: string): Promise<ShownItem | undefined>;
  level(sku: string): Promise<ShownLevel>;
  /** Adds an item in the warehouse. */
  addItem(sku: string, quantity: number): Promise<ShownLevel>;
}

/** For an order that waits for something: it is tried again every 30 s at the latest. */
export const longWait: WaitOptions = { patience: 90_000 };

export function driveShop({ storefrontUrl, warehouseUrl }: Pick<Shop, 'storefrontUrl' | 'warehouseUrl'>): ShopDriver {
  const showOrder = async (orderId: string) => order.parse(await get(`${storefrontUrl}/orders/${orderId}`));
  return {
    placeOrder: async (wish) => placed.parse(await post(`${storefrontUrl}/orders`, orderBody(wish))).orderId,
    order: showOrder,
    orders: async () =>
      z.object({ orders: z.array(order) }).parse(await get(`${storefrontUrl}/orders?limit=200`)).orders,
    orderIs: (orderId, status, options) =>
      waitUntil(
        `order ${orderId} is ${status}`,
        async () => {
          const shown = await showOrder(orderId);
          return shown.status === status && shown;
        },
        options,
      ),
    cancelOrder: async (orderId) => {
      const response = await fetch(`${storefrontUrl}/orders/${orderId}/cancel`, { method: 'POST' });
      return response.status;
    },
    item: async (sku) => {
      const response = await fetch(`${storefrontUrl}/items/${sku}`);
      return response.status === 404 ? undefined : item.parse(await jsonOf(response));
    },
    level: async (sku) => {
      const { items } = z.object({ items: z.array(level) }).parse(await get(`${warehouseUrl}/items`));
      const found = items.find((each) => each.sku === sku);
      if (found === undefined) throw new Error(`the warehouse has no item ${sku}`);
      return found;
    },
    addItem: async (sku, quantity) =>
      level.parse(
        await post(`${warehouseUrl}/items`, {
          sku,
          name: 'Aurora lamp',
          price: { amount: '79.00' },
          weightInGrams: 1800,
          quantity,
        }),
      ),
  };
}

function orderBody({ sku, quantity = 1, token = 'tok_visa' }: OrderWish): object {
  return {
    customer: { name: 'Ada Lindqvist', email: 'ada@example.org' },
    lines: [{ sku, quantity }],
    shippingAddress: { street: 'Storgatan 7', postalCode: '753 31', city: 'Uppsala', country: 'SE' },
    paymentMethod: { type: 'card', token, lastDigits: '4242' },
  };
}

const get = async (url: string): Promise<unknown> => jsonOf(await fetch(url));

const post = async (url: string, body: object): Promise<unknown> =>
  jsonOf(
    await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  );

async function jsonOf(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${response.url} answers ${response.status}: ${await response.text()}`);
  return response.json();
}
