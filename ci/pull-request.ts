import { symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { command } from '../generator/test/command.ts';
import { temporaryProject } from '../generator/test/temporary-project.ts';
import { change, commitAll, git, temporaryRepository } from '../generator/test/temporary-repository.ts';

type Files = Readonly<Record<string, string | undefined>>;

const document = (title: string, action: string): string => `asyncapi: 3.1.0
info: { title: ${title}, version: 1.0.0, x-owner: ${title.toLowerCase()}-team }
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
  ${action}Orders: { action: ${action}, channel: { $ref: '#/channels/orders' } }
`;

const schema = (...fields: readonly object[]): string => {
  const documented = fields.map((field) => ({ ...field, doc: 'What it says.' }));
  const record = { type: 'record', name: 'OrderPlaced', namespace: 'shop', doc: 'An order.', fields: documented };
  return `${JSON.stringify(record, null, 2)}\n`;
};

const orderId = { name: 'orderId', type: 'string' };
const quantity = { name: 'quantity', type: 'int' };

/** A shop that sends an event, and its billing, which reads it. */
export const shop: Readonly<Record<string, string>> = {
  'eventwright.config.json': '{ "contracts": "asyncapi", "generate": { "typescript": { "out": "generated" } } }\n',
  'asyncapi/shop.yaml': document('Shop', 'send'),
  'asyncapi/billing.yaml': document('Billing', 'receive'),
  'asyncapi/order-placed.v1.avsc': schema(orderId, quantity),
  '.gitignore': 'node_modules\neventwright-reports\n',
};

/** Old events have no customer, so nobody who expects one can read them. */
export const breaking: Files = {
  'asyncapi/order-placed.v1.avsc': schema(orderId, quantity, { name: 'customer', type: 'string' }),
};

/** The same, made the safe way. */
export const safe: Files = {
  'asyncapi/order-placed.v1.avsc': schema(orderId, quantity, { name: 'customer', type: 'string', default: 'unknown' }),
  'asyncapi/shop.yaml': document('Shop', 'send').replace('1.0.0', '1.1.0'),
  'asyncapi/billing.yaml': document('Billing', 'receive').replace('1.0.0', '1.1.0'),
};

export interface Hosted {
  /** The repository of the host. */
  readonly origin: string;
  /** The branch that the pull request is to go into. */
  readonly base: string;
}

/** A repository on the host, with the shop on its branch `base`, and the same on the branch `change`. */
export async function hostedShop(base = 'main'): Promise<Hosted> {
  const origin = await temporaryRepository(shop);
  await command(origin, 'generate');
  await commitAll(origin);
  if (base !== 'main') await git(origin, 'branch', '--move', 'main', base);
  await git(origin, 'branch', 'change');
  return { origin, base };
}

/** One more commit on a branch, with the code that the contracts then give. */
export async function push({ origin }: Hosted, branch: string, files: Files): Promise<void> {
  await git(origin, 'switch', '--quiet', branch);
  await change(origin, files);
  await command(origin, 'generate');
  await commitAll(origin);
}

/** Makes the commit that a merge of `change` would give; its hash. */
export async function mergeOf({ origin, base }: Hosted): Promise<string> {
  await git(origin, 'switch', '--quiet', '--detach', base);
  await git(origin, 'merge', '--quiet', '--no-ff', '--message', 'Merge', 'change');
  return (await git(origin, 'rev-parse', 'HEAD')).trim();
}

/** The one commit and no other, as hosts check out, with the packages installed. */
export async function shallowCheckout({ origin }: Hosted, commit: string): Promise<string> {
  const root = await temporaryProject({});
  await git(root, 'init', '--quiet');
  await git(root, 'remote', 'add', 'origin', pathToFileURL(origin).href);
  await git(root, 'fetch', '--quiet', '--depth=1', 'origin', commit);
  await git(root, 'checkout', '--quiet', '--detach', 'FETCH_HEAD');
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  return root;
}

/** What the host says of the event that a run is about; the path of its file. */
export async function eventFile(event: object): Promise<string> {
  const folder = await temporaryProject({});
  await writeFile(join(folder, 'event.json'), JSON.stringify(event));
  return join(folder, 'event.json');
}
