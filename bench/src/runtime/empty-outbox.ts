import { openDelivery } from '@eventwright/runtime/delivery';
import { connectPostgres } from '@eventwright/runtime/postgres';
import { type Engines, inCalls, openOrders } from './engines.ts';
import { order } from './orders.ts';

const rows = 40_000;

/** Rows of a second that a relay publishes and deletes, from an outbox that was filled before. */
export async function emptyOutbox(engines: Engines, topic: string): Promise<{ readonly rate: number }> {
  const { transport, ordersWith } = await openOrders(engines, { topic, partitions: 8 });
  const database = await connectPostgres({ url: engines.postgres, schema: topic.replaceAll('-', '_') });
  const filling = await openDelivery({ database, transport, publishes: false });
  const orders = ordersWith({ delivery: filling });
  await inCalls(rows, (numbers) =>
    orders.transaction(async ({ send }) => {
      for (const number of numbers) await send.orderPlaced({ key: `key-${number % 1_000}`, value: order(number) });
    }),
  );
  await filling.close();
  const began = performance.now();
  const delivery = await openDelivery({ database, transport });
  await delivery.published();
  const rate = (rows * 1_000) / (performance.now() - began);
  await delivery.close();
  await database.close();
  await transport.close();
  return { rate };
}
