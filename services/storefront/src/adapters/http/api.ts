import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { CatalogueItem } from '../../domain/catalogue-item.ts';
import { statusOf } from '../../domain/order-status.ts';
import type { CancellationAsked } from '../../requests/cancel-order.ts';
import type { FoundItem } from '../../requests/find-item.ts';
import type { OrderRequest, PlacedOrder } from '../../requests/place-order.ts';
import type { OrderView } from '../order-view-store.ts';
import { helpPage } from './help-page.ts';
import { isSku, parseCancellation, parseOrder } from './order-request.ts';
import { respondWithProblem } from './problem.ts';

/** What the HTTP API does. */
export interface StorefrontRequests {
  placeOrder(order: OrderRequest): Promise<PlacedOrder>;
  cancelOrder(request: { readonly orderId: string; readonly reason: string | null }): Promise<CancellationAsked>;
  order(orderId: string): Promise<OrderView | undefined>;
  /** The newest orders, newest first. */
  orders(limit: number): Promise<readonly OrderView[]>;
  items(): Promise<readonly CatalogueItem[]>;
  item(sku: string): Promise<FoundItem>;
  newId(): string;
}

const maxOrders = 200;

/** In bytes; the longest order that fits the rules is shorter. */
const maxBody = 256 * 1024;

/** The HTTP API of the web site. */
export function storefrontApi(requests: StorefrontRequests): Hono {
  const api = new Hono();
  api.use(bodyLimit({ maxSize: maxBody, onError: bodyTooLong }));
  api.get('/', (context) => context.text(helpPage(new URL(context.req.url).origin)));
  orderRoutes(api, requests);
  itemRoutes(api, requests);
  return api;
}

function orderRoutes(api: Hono, requests: StorefrontRequests): void {
  api.post('/orders', async (context) => {
    const body = parseOrder(await readBody(context), requests.newId);
    if (!body.ok) return badRequest(context, body.errors);
    return placedResponse(context, await requests.placeOrder(body.value));
  });
  api.get('/orders', async (context) => {
    const limit = z.coerce.number().int().min(1).max(maxOrders).default(20).safeParse(context.req.query('limit'));
    if (!limit.success) return badRequest(context, [`limit: a number from 1 to ${maxOrders}`]);
    return context.json({ orders: (await requests.orders(limit.data)).map(orderJson) });
  });
  api.get('/orders/:id', async (context) => {
    const orderId = idOf(context);
    const view = orderId === undefined ? undefined : await requests.order(orderId);
    return view === undefined ? orderUnknown(context) : context.json(orderJson(view));
  });
  api.post('/orders/:id/cancel', async (context) => {
    const orderId = idOf(context);
    const body = parseCancellation(await readBody(context));
    if (!body.ok) return badRequest(context, body.errors);
    if (orderId === undefined) return orderUnknown(context);
    return cancellationResponse(context, orderId, await requests.cancelOrder({ orderId, ...body.value }));
  });
}

function itemRoutes(api: Hono, requests: StorefrontRequests): void {
  api.get('/items', async (context) => context.json({ items: (await requests.items()).map(itemJson) }));
  api.get('/items/:sku', async (context) => {
    const sku = context.req.param('sku');
    const found: FoundItem = isSku(sku) ? await requests.item(sku) : { kind: 'unknown' };
    if (found.kind === 'found') return context.json(itemJson(found.item));
    if (found.kind === 'unanswered') return warehouseSilent(context, [sku]);
    return respondWithProblem(context, { status: 404, title: `There is no item ${sku}.` });
  });
}

function placedResponse(context: Context, placed: PlacedOrder): Response {
  if (placed.kind === 'refused') return badRequest(context, placed.problems);
  if (placed.kind === 'unanswered') return warehouseSilent(context, placed.skus);
  const { orderId } = placed;
  const statusUrl = new URL(`/orders/${orderId}`, context.req.url).href;
  return context.json({ orderId, statusUrl }, 202, { location: statusUrl });
}

function cancellationResponse(context: Context, orderId: string, asked: CancellationAsked): Response {
  if (asked.kind === 'unknown') return orderUnknown(context);
  if (asked.kind === 'too-late') {
    return respondWithProblem(context, {
      status: 409,
      title: `The order is ${asked.status}; it can no longer be cancelled.`,
    });
  }
  return context.json({ orderId, statusUrl: new URL(`/orders/${orderId}`, context.req.url).href }, 202);
}

const bodyTooLong = (context: Context): Response =>
  respondWithProblem(context, { status: 413, title: `The request is longer than ${maxBody} bytes.` });

const badRequest = (context: Context, errors: readonly string[]): Response =>
  respondWithProblem(context, { status: 400, title: 'The request does not fit.', errors });

const orderUnknown = (context: Context): Response =>
  respondWithProblem(context, { status: 404, title: `There is no order ${context.req.param('id')}.` });

const warehouseSilent = (context: Context, skus: readonly string[]): Response =>
  respondWithProblem(context, {
    status: 504,
    title: `The warehouse does not answer about ${skus.join(', ')}. Try again in a moment.`,
  });

/** Undefined where it is no order's id at all. */
function idOf(context: Context): string | undefined {
  return z.uuid().safeParse(context.req.param('id')).data;
}

/** Undefined for a body that is no JSON; the parser says what is missing. */
function readBody(context: Context): Promise<unknown> {
  return context.req.json<unknown>().catch(() => undefined);
}

function orderJson({ orderId, placedAt, details, steps }: OrderView): object {
  const status = statusOf(steps.map(({ step }) => step)) ?? 'placed';
  const history = steps.map(({ step, at, note }) => ({ step, at, ...(note === null ? {} : { note }) }));
  return { orderId, status, placedAt, ...(typeof details === 'object' ? details : {}), history };
}

function itemJson({ sku, name, description, price, available }: CatalogueItem): object {
  return { sku, name, description, price, available: Number(available) };
}
