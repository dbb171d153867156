import { createServer, type Server } from 'node:http';
import type { Shop } from '@shop/shop';
import { Webhook } from 'standardwebhooks';
import { longWait, type ShopDriver } from '../shop-driver.ts';
import { waitUntil } from '../wait-until.ts';
import { assert } from './claims.ts';

/** What the gateway of the demonstration needs to know. */
export const gatewayEnvironment: Readonly<Record<string, string>> = {
  GATEWAY_ADMIN_TOKEN: 'of-the-demonstration',
  // The partner's receiver is on this machine.
  GATEWAY_ALLOWED_ADDRESSES: '127.0.0.1',
};

/** What happens to an order that goes well, as partners see it. */
const seen = ['OrderConfirmed', 'OrderDispatched', 'ParcelShipped', 'ParcelDelivered'];

/**
 * A partner whose receiver is down when an order is delivered, and comes back. Proves that it then gets what it missed, in
 * order, signed, and without the customer's data.
 */
export async function partnerComesBack(shop: Shop, drive: ShopDriver): Promise<string> {
  const { token } = await request(shop, '/subscribers', gatewayEnvironment['GATEWAY_ADMIN_TOKEN'] ?? '', {
    name: 'Partner',
    events: seen,
  });
  const port = await freePort();
  const { id, secret } = await request(shop, '/webhooks', token, { url: `http://127.0.0.1:${port}/`, events: seen });
  const orderId = await drive.placeOrder({ sku: 'TEA-GREEN' });
  await waitUntil(
    'a delivery has failed',
    async () => (await request(shop, `/webhooks/${id}`, token)).lastError !== null,
  );
  const receiver = await startReceiver(port, secret);
  try {
    await drive.orderIs(orderId, 'delivered', longWait);
    await waitUntil('everything is delivered', () => receiver.types.length >= seen.length, longWait);
    const types = receiver.types.map((type) => type.split('.').at(-2));
    assert(types.join() === seen.join(), `the partner heard ${types.join(', ')}`);
    assert(!receiver.text().includes('Ada Lindqvist'), 'the partner saw the name of the customer');
    return `${types.length} events, in order`;
  } finally {
    await receiver.close();
    await request(shop, `/webhooks/${id}/disable`, token, {});
  }
}

async function request(shop: Shop, path: string, token: string, body?: object) {
  const headers = { authorization: `Bearer ${token}` };
  const json = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(shop.gatewayUrl + path, { headers, ...json });
  const text = await response.text();
  assert(response.ok, `${path} answered ${response.status}: ${text}`);
  return JSON.parse(text || '{}');
}

interface PartnerReceiver {
  /** Of the events that came, by their signatures from us. */
  readonly types: readonly string[];
  text(): string;
  close(): Promise<void>;
}

async function startReceiver(port: number, secret: string): Promise<PartnerReceiver> {
  const bodies: string[] = [];
  const types: string[] = [];
  const webhook = new Webhook(secret);
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString();
    const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
    webhook.verify(body, Object.fromEntries(names.map((name) => [name, String(incoming.headers[name])])));
    bodies.push(body);
    types.push(String(JSON.parse(body).type));
    response.writeHead(204).end();
  });
  await listen(server, port);
  return { types, text: () => bodies.join('\n'), close: () => server[Symbol.asyncDispose]() };
}

/** A port at which nobody listens for now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await listen(server, 0);
  const address = server.address();
  await server[Symbol.asyncDispose]();
  if (typeof address !== 'object' || address === null) throw new TypeError('no port');
  return address.port;
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
