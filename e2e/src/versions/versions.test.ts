import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Decimal, everyVersion, pinned, type Running, type Transport, upcast } from '@eventwright/runtime';
import { openMemoryLog } from '@eventwright/runtime/embedded';
import { openMemoryRegistry } from '@eventwright/runtime/registry';
import { orderPlacedVersions } from '@shop/contracts/messages/order-placed.versions';
import { createOrders, type OrdersHandlers } from '@shop/contracts/orders';
import { registrations } from '@shop/contracts/registrations';
import { OrderPlacedV1, type OrderPlacedV1Input } from '@shop/contracts/schemas/shop/storefront/order-placed.v1';
import { createStorefront, type StorefrontHandlers } from '@shop/contracts/storefront';
import { topics } from '@shop/contracts/topics';
import { createWarehouse } from '@shop/contracts/warehouse';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const key = 'f1d0a1be-0f7c-4a44-9d3a-2c8e2a6f7a01';
const headers = { sales_channel: 'web' } as const;
const money = (amount: string) => ({ amount: Decimal.of(amount), currency: 'EUR' as const });
const older: OrderPlacedV1Input = {
  orderId: key,
  placedAt: new Date('2026-11-21T10:00:00Z'),
  customer: { customerId: key, name: 'Ada', email: 'ada@example.org' },
  lines: [{ sku: 'MUG-BLUE', name: 'Blue mug', quantity: 1, unitPrice: money('12.50') }],
  totals: { goods: money('12.50'), shipping: money('0.00'), total: money('12.50') },
  shippingAddress: { recipient: 'Ada', street: 'S', postalCode: '1', city: 'U', country: 'SE' },
  paymentMethod: { $type: 'shop.payments.Card', token: 'tok', brand: 'VISA', lastDigits: '4242' },
};
const newer = { ...older, note: 'ring twice' };

let transport: Transport;
let running: Running[];
const registry = openMemoryRegistry(registrations);

beforeEach(async () => {
  transport = openMemoryLog();
  running = [];
  await transport.ensureTopics(topics);
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  await transport.close();
});

const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 10_000, interval: 5 });
const nothing = async (): Promise<void> => undefined;
const idleOrders: Omit<OrdersHandlers, 'orderPlaced'> = {
  orderCancellationRequested: nothing,
  orderDispatched: nothing,
  parcelDelivered: nothing,
  paymentAuthorized: nothing,
  paymentDeclined: nothing,
  paymentRefunded: nothing,
  stockShort: nothing,
};
const idleStorefront: Omit<StorefrontHandlers, 'stockChanged'> = {
  orderCancelled: nothing,
  orderConfirmed: nothing,
  orderDispatched: nothing,
  orderPlaced: nothing,
  orderRejected: nothing,
  parcelDelivered: nothing,
  parcelShipped: nothing,
  paymentAuthorized: nothing,
  paymentDeclined: nothing,
  paymentRefunded: nothing,
  stockReserved: nothing,
  stockShort: nothing,
  temporaryOrderCreated: nothing,
};

async function receiveOrders(orderPlaced: OrdersHandlers['orderPlaced']): Promise<Running> {
  const one = await createOrders({ transport, registry }).receive({ ...idleOrders, orderPlaced });
  running.push(one);
  return one;
}

/** An order as version 1 and one as version 2, sent by one storefront. */
async function placeBoth(): Promise<void> {
  const { send } = createStorefront({ transport, registry });
  await send.orderPlaced({ key, headers, value: pinned(OrderPlacedV1, older) });
  await send.orderPlaced({ key, headers, value: newer });
}

describe('an event of two versions', () => {
  it('arrives as the newest, whichever was sent', async () => {
    const seen: unknown[] = [];
    await receiveOrders(async ({ type, value }) => void seen.push([type, value.note]));
    await placeBoth();
    await until(() => expect(seen).toHaveLength(2));
    expect(seen).toEqual([
      ['shop.storefront.OrderPlaced.v1', null],
      ['shop.storefront.OrderPlaced.v2', 'ring twice'],
    ]);
  });

  it('arrives through an upcaster, where the consumer gives one', async () => {
    const notes: unknown[] = [];
    const lift = vi.fn((value: OrderPlacedV1) => ({ ...value, note: 'placed before notes', wishedDeliveryDate: null }));
    await receiveOrders(upcast(orderPlacedVersions, { 1: lift }, async ({ value }) => void notes.push(value.note)));
    await placeBoth();
    await until(() => expect(notes).toEqual(['placed before notes', 'ring twice']));
    expect(lift).toHaveBeenCalledOnce();
  });

  it('arrives as it was written, where the consumer wants that', async () => {
    const seen: unknown[] = [];
    await receiveOrders(
      everyVersion(orderPlacedVersions, async (event) => {
        seen.push([event.version, event.version === 1 ? 'note' in event.value : event.value.note]);
      }),
    );
    await placeBoth();
    await until(() =>
      expect(seen).toEqual([
        [1, false],
        [2, 'ring twice'],
      ]),
    );
  });

  it('is refused before a byte is written where a pinned value does not fit its version', async () => {
    const { send } = createStorefront({ transport, registry });
    const withNote: OrderPlacedV1Input = newer;
    await expect(send.orderPlaced({ key, headers, value: pinned(OrderPlacedV1, withNote) })).rejects.toThrow(
      /^\[VALUE_INVALID\] .*note/s,
    );
  });
});

describe('a compacted topic', () => {
  it('says by a tombstone that a key is gone', async () => {
    const stock: unknown[] = [];
    const stockChanged: StorefrontHandlers['stockChanged'] = async (event) =>
      void stock.push([event.name, event.key.sku, event.value]);
    const storefront = createStorefront({ transport, registry });
    running.push(await storefront.receive({ ...idleStorefront, stockChanged }));
    const { send } = createWarehouse({ transport, registry });
    await send.stockChanged({ key: { warehouse: 'UPPSALA', sku: 'MUG-BLUE' }, value: null });
    await until(() => expect(stock).toEqual([['StockChanged', 'MUG-BLUE', null]]));
  });
});

describe('uses of versions, pinned sends, tombstones and headers', () => {
  it('compile where they are right, and are refused line by line where they are wrong', {
    timeout: 120_000,
  }, async () => {
    const text = await readFile(new URL('fixtures/wrong-uses.ts', import.meta.url), 'utf8');
    const expected = text.split('\n').flatMap((line, index) => {
      const code = / \/\/ (TS\d+)$/.exec(line)?.[1];
      return code === undefined ? [] : [`wrong-uses.ts:${index + 1} ${code}`];
    });
    expect(expected.length).toBeGreaterThan(20);
    expect(await errorsOf('fixtures')).toEqual(expected);
  });

  /** The compiler's errors in a project, each as file, line and code. */
  async function errorsOf(project: string): Promise<readonly string[]> {
    const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
    const folder = fileURLToPath(new URL(project, import.meta.url));
    const output = await new Promise<string>((resolve) => {
      execFile(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], (_, stdout) => resolve(stdout));
    });
    const errors = output.matchAll(/^(?:.*[\\/])?([^\\/\n]+)\((\d+),\d+\): error (TS\d+)/gm);
    return [...errors].map(([, file, line, code]) => `${file}:${line} ${code}`);
  }
});

describe('the schemas of older versions', () => {
  it('are loaded by those who import the versions, and by nobody else', async () => {
    for (const client of ['orders', 'storefront']) {
      const inputs = await inputsOf(`export * from '@shop/contracts/${client}'`);
      expect(inputs).toContain('order-placed.v2.ts');
      expect(inputs).not.toContain('order-placed.v1.ts');
    }
    const versions = await inputsOf(
      "export { orderPlacedVersions } from '@shop/contracts/messages/order-placed.versions'",
    );
    expect(versions).toEqual(expect.arrayContaining(['order-placed.v1.ts', 'order-placed.v2.ts']));
  });

  /** Names of the modules that are loaded for a line of code, bundled or not. */
  async function inputsOf(contents: string): Promise<readonly string[]> {
    const { metafile } = await build({
      stdin: { contents, resolveDir: import.meta.dirname },
      bundle: true,
      write: false,
      metafile: true,
      treeShaking: false,
      external: ['@eventwright/*'],
      format: 'esm',
    });
    return Object.keys(metafile.inputs).map((path) => path.slice(path.lastIndexOf('/') + 1));
  }
});
