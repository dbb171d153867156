import { setTimeout as sleep } from 'node:timers/promises';
import { openDelivery } from '@eventwright/runtime/delivery';
import { connectPostgres } from '@eventwright/runtime/postgres';
import { type Engines, openOrders, until } from './engines.ts';
import { order } from './orders.ts';

const perSecond = 100;
const seconds = 12;
/** Not measured. */
const warm = 200;

/**
 * From the moment that a transaction is about to commit to the call of the handler, in milliseconds: by outbox, relay,
 * log, consumer and inbox. Sender and receiver have a database schema each, and share a process.
 */
export async function commitToHandler(
  engines: Engines,
  topic: string,
): Promise<{ readonly p50: number; readonly p99: number }> {
  const schema = topic.replaceAll('-', '_');
  const { transport, ordersWith } = await openOrders(engines, { topic, partitions: 8 });
  const [source, target] = await Promise.all([
    connectPostgres({ url: engines.postgres, schema: `${schema}_s` }),
    connectPostgres({ url: engines.postgres, schema: `${schema}_t` }),
  ]);
  const sending = await openDelivery({ database: source, transport });
  const receiving = await openDelivery({ database: target, transport });
  await Promise.all(
    [source, target].map((each) => each.transaction((tx) => tx.execute('create table effect (id text)'))),
  );
  const orders = ordersWith({ delivery: sending });
  await orders.ready();
  const began = new Map<string, number>();
  const took: number[] = [];
  const insert = 'insert into effect (id) values ($1)';
  const running = await ordersWith({ delivery: receiving }).receive({
    orderPlaced: async ({ value }, ctx) => {
      took.push(performance.now() - (began.get(value.orderId) ?? Number.NaN));
      await ctx.tx.query(insert, [value.orderId]);
    },
  });
  const place = (number: number): Promise<void> =>
    orders.transaction(async ({ tx, send }) => {
      const value = order(number);
      await tx.query(insert, [value.orderId]);
      await send.orderPlaced({ key: value.orderId, value });
      began.set(value.orderId, performance.now());
    });
  const placed: Promise<void>[] = [];
  const start = performance.now();
  while (placed.length < perSecond * seconds) {
    const due = Math.floor(((performance.now() - start) * perSecond) / 1_000);
    while (placed.length < due) placed.push(place(placed.length));
    await sleep(1);
  }
  await Promise.all(placed);
  await until(() => running.accounting.applied >= placed.length);
  await running.close();
  await Promise.all([sending.close(), receiving.close()]);
  await Promise.all([source.close(), target.close(), transport.close()]);
  const sorted = took.slice(warm).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
