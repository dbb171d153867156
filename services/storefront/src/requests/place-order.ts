import { createHash } from 'node:crypto';
import type { OrderPlacedHeaders, OrderPlacedInput } from '@shop/contracts/messages/order-placed';
import { findOrderView } from '../adapters/order-view-store.ts';
import type { CatalogueItem } from '../domain/catalogue-item.ts';
import { priceOrder, type RequestedLine } from '../domain/price-order.ts';
import type { Environment } from '../environment.ts';
import { findItem } from './find-item.ts';

/** An order as the customer asks for it; prices and ids are the shop's. */
export interface OrderRequest extends Omit<OrderPlacedInput, 'orderId' | 'placedAt' | 'lines' | 'totals'> {
  readonly lines: readonly RequestedLine[];
  readonly salesChannel: OrderPlacedHeaders['sales_channel'];
}

export type PlacedOrder =
  | { readonly kind: 'placed'; readonly orderId: string }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }
  /** The warehouse did not answer in time about these items. */
  | { readonly kind: 'unanswered'; readonly skus: readonly string[] };

/** How long a customer waits to find the order on the site, in milliseconds; it is placed all the same. */
const patience = 2_000;

/** Places an order, and waits until it can be seen. */
export async function placeOrder(environment: Environment, request: OrderRequest): Promise<PlacedOrder> {
  const { transaction, orderStatus, now, newId, terms } = environment;
  const { items, unanswered } = await findItems(environment, request.lines);
  if (unanswered.length > 0) return { kind: 'unanswered', skus: unanswered };
  const { lines: requested, salesChannel, ...rest } = request;
  const priced = priceOrder(requested, items, terms);
  if (priced.kind === 'refused') return priced;
  const { lines, totals } = priced;
  const paymentMethod = withFingerprint(request.paymentMethod);
  const value = { ...rest, orderId: newId(), placedAt: now(), lines, totals, paymentMethod };
  const { orderId } = value;
  await transaction(({ send }) => send.orderPlaced({ key: orderId, value, headers: { sales_channel: salesChannel } }));
  await orderStatus.until((tx) => findOrderView(tx, orderId), { within: patience });
  return { kind: 'placed', orderId };
}

async function findItems(environment: Environment, lines: readonly RequestedLine[]) {
  const skus = [...new Set(lines.map(({ sku }) => sku))];
  const found = await Promise.all(skus.map(async (sku) => ({ sku, answer: await findItem(environment, sku) })));
  const items = new Map<string, CatalogueItem>();
  for (const { sku, answer } of found) if (answer.kind === 'found') items.set(sku, answer.item);
  return { items, unanswered: found.filter(({ answer }) => answer.kind === 'unanswered').map(({ sku }) => sku) };
}

/** Lets payments recognise a card without knowing it. */
function withFingerprint(method: OrderPlacedInput['paymentMethod']): OrderPlacedInput['paymentMethod'] {
  if (method.$type !== 'shop.payments.Card') return method;
  return { ...method, fingerprint: createHash('sha256').update(method.token).digest() };
}
