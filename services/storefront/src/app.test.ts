import { createServer } from 'node:http';
import type { SchemaRegistry, Transport } from '@eventwright/runtime';
import { openDelivery } from '@eventwright/runtime/delivery';
import { openPglite } from '@eventwright/runtime/postgres';
import { expect, it, onTestFinished } from 'vitest';
import { startStorefront } from './app.ts';

const registry: SchemaRegistry = {
  writer: async () => ({ encode: async () => new Uint8Array() }),
  identify: async () => ({ id: 1, name: 'string', fingerprint: '', avro: '"string"' }),
  read: () => Promise.reject(new Error('nothing is read')),
};

/** A log without records, which counts its subscriptions. */
function emptyLog() {
  const open = new Set<string>();
  const transport: Transport = {
    publish: async (records) => records.map(({ topic }) => ({ topic, partition: 0, offset: 0n })),
    subscribe: async ({ group }) => {
      open.add(group);
      return { stop: async () => undefined, close: async () => void open.delete(group) };
    },
    ensureTopics: async () => [],
    close: async () => undefined,
  };
  return { open, transport };
}

async function takenPort(): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('leaves nothing at work where its port is taken', { timeout: 60_000 }, async () => {
  const pglite = await openPglite();
  onTestFinished(() => pglite.close());
  const database = await pglite.database('storefront');
  const { transport, open } = emptyLog();
  const delivery = await openDelivery({ database, transport });
  onTestFinished(() => delivery.close());
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const http = { port: await takenPort() };
  await expect(startStorefront({ transport, registry, database, delivery, log, http })).rejects.toThrow('is taken');
  expect([...open]).toEqual([]);
});
