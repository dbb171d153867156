import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { NewItem } from '../../domain/add-stock.ts';
import { availableOf, type StockLevel } from '../../domain/stock-level.ts';
import { isSku, type Parsed, parseDelivery, parseNewItem } from './item-request.ts';
import { respondWithProblem } from './problem.ts';

/** What the HTTP API does. Each resolves once the change is stored and told. */
export interface WarehouseRequests {
  items(): Promise<readonly StockLevel[]>;
  /** Undefined where the item exists already. */
  addItem(item: Omit<NewItem, 'warehouse'>): Promise<StockLevel | undefined>;
  /** Undefined where there is no such item. */
  addDelivery(sku: string, quantity: number): Promise<StockLevel | undefined>;
}

/** In bytes; the longest item that fits the rules is shorter. */
const maxBody = 64 * 1024;

/** The HTTP API for the staff of the warehouse. */
export function warehouseApi(requests: WarehouseRequests): Hono {
  const api = new Hono();
  api.use(bodyLimit({ maxSize: maxBody, onError: bodyTooLong }));
  api.get('/items', async (context) => context.json({ items: (await requests.items()).map(itemJson) }));
  api.post('/items', async (context) => {
    const body = parseNewItem(await readBody(context.req));
    if (!body.ok) return badRequest(context, body.errors);
    const level = await requests.addItem(body.value);
    if (level !== undefined) return context.json(itemJson(level), 201);
    const { sku } = body.value;
    const title = `Item ${sku} exists already. To add to its stock, POST to /items/${sku}/deliveries.`;
    return respondWithProblem(context, { status: 409, title });
  });
  api.post('/items/:sku/deliveries', async (context) => {
    const sku = context.req.param('sku');
    const body = parseDelivery(await readBody(context.req));
    if (!body.ok) return badRequest(context, body.errors);
    const level = isSku(sku) ? await requests.addDelivery(sku, body.value.quantity) : undefined;
    if (level !== undefined) return context.json(itemJson(level));
    return respondWithProblem(context, { status: 404, title: `There is no item ${sku}. Add it with POST /items.` });
  });
  return api;
}

const bodyTooLong = (context: Context): Response =>
  respondWithProblem(context, { status: 413, title: `The request is longer than ${maxBody} bytes.` });

const badRequest = (context: Context, errors: Extract<Parsed<unknown>, { ok: false }>['errors']): Response =>
  respondWithProblem(context, { status: 400, title: 'The request does not fit.', errors });

/** Undefined for a body that is no JSON; the parser says what is missing. */
async function readBody(request: { json(): Promise<unknown> }): Promise<unknown> {
  return request.json().catch(() => undefined);
}

function itemJson(level: StockLevel) {
  const { warehouse, sku, name, description, price, onHand, reserved, revision } = level;
  return {
    sku,
    name,
    description,
    price,
    warehouse,
    onHand: Number(onHand),
    reserved: Number(reserved),
    available: Number(availableOf(level)),
    revision: Number(revision),
  };
}
