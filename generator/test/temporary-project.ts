import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Writes files, by path, into a new folder below the system's temporary one and returns that folder. */
export async function temporaryProject(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'eventwright-')));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

/** The smallest contracts that a client comes out of. */
export const smallProject: Readonly<Record<string, string>> = {
  'eventwright.config.json': '{ "contracts": "asyncapi", "generate": { "typescript": { "out": "generated" } } }\n',
  'asyncapi/orders.yaml': `asyncapi: 3.1.0
info:
  title: Orders
  version: 1.0.0
channels:
  orders:
    address: shop.orders
    messages:
      OrderPlaced:
        bindings: { kafka: { key: { type: string } } }
        payload:
          schemaFormat: application/vnd.apache.avro;version=1.9.0
          schema: { $ref: ./order-placed.v1.avsc }
operations:
  sendOrders:
    action: send
    channel: { $ref: '#/channels/orders' }
`,
  'asyncapi/order-placed.v1.avsc': `{
  "type": "record",
  "name": "OrderPlaced",
  "namespace": "shop.orders",
  "fields": [{ "name": "orderId", "type": "string" }]
}
`,
};
