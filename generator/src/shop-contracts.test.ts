import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ContractModel } from './model/contract-model.ts';
import { type Contracts, readContracts } from './read-contracts.ts';
import { alteredSchemas } from './release/altered-schemas.ts';
import { lockOf } from './release/lock-of.ts';
import { lockText } from './release/lock-text.ts';
import { readLock } from './release/read-lock.ts';

// One of them loads the official parser, which takes long where many tests run side by side.
vi.setConfig({ testTimeout: 30_000 });

/** The contracts of the reference shop, as the generator sees them. */
describe('the contracts of the shop', () => {
  let contracts: Contracts;
  let model: ContractModel;

  beforeAll(async () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const cache = { read: () => undefined, write: async () => undefined };
    contracts = await readContracts({ root, contracts: 'asyncapi' }, cache);
    model = contracts.model;
  });

  const message = (name: string) => model.messages.find((one) => one.name === name);

  it('have no findings, of the official parser neither', async () => {
    expect(await contracts.allFindings()).toEqual([]);
  });

  it('are released as they are: `eventwright release` has nothing to do', async () => {
    const text = await readFile(new URL('../../eventwright.lock', import.meta.url), 'utf8');
    const read = readLock(text, 'eventwright.lock');
    expect(read.kind === 'lock' && lockText(lockOf(model, read.lock))).toBe(text);
    expect(read.kind === 'lock' && alteredSchemas(read.lock, model)).toEqual([]);
  });

  it('are applications that meet in channels', () => {
    expect(model.applications.map(({ name }) => name)).toEqual([
      'analytics',
      'gateway',
      'notifications',
      'orders',
      'payments',
      'shipping',
      'storefront',
      'warehouse',
    ]);
    const sent = new Set(operationsOf('send'));
    expect(operationsOf('receive').filter((one) => !sent.has(one))).toEqual([]);
  });

  /** Every message of every operation of the kind, with its topic. */
  const operationsOf = (action: 'send' | 'receive'): readonly string[] =>
    model.applications
      .flatMap(({ operations }) => operations)
      .filter((operation) => operation.action === action)
      .flatMap(({ channel, messages }) => messages.map(({ name }) => `${channel.address} ${name}`));

  it('have one channel for each topic, shared by all that use it', () => {
    const used = model.applications.flatMap(({ operations }) => operations.map(({ channel }) => channel));
    expect(used.every((channel) => model.channels.includes(channel))).toBe(true);
    expect(model.channels.find(({ address }) => address === 'shop.orders')).toMatchObject({
      partitions: 6,
      owner: 'order-team',
      config: { 'cleanup.policy': 'delete' },
    });
  });

  it('have messages with versions, keys, headers and examples', () => {
    expect(message('OrderPlaced')).toMatchObject({
      payload: {
        name: 'shop.storefront.OrderPlaced',
        version: 2,
        file: 'asyncapi/schemas/storefront/order-placed.v2.avsc',
      },
      key: { name: 'string' },
      headers: [{ name: 'sales_channel', type: 'string', required: true, values: ['web', 'app'] }],
    });
    expect(message('OrderPlaced')?.payload.versions.map(({ version }) => version)).toEqual([1, 2]);
    expect(message('StockChanged')?.key.name).toBe('shop.warehouse.StockKey');
    expect(model.messages.filter(({ examples }) => examples.length === 0).map(({ name }) => name)).toEqual([]);
  });
});
