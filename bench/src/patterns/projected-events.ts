import { silentLogger } from '@eventwright/runtime';
import { openMemoryLog } from '@eventwright/runtime/embedded';
import { connectPostgres } from '@eventwright/runtime/postgres';
import { openProjection, projection, together } from '@eventwright/runtime/projections';
import { openMemoryRegistry } from '@eventwright/runtime/registry';
import { createPayments } from '@shop/contracts/payments';
import { registrations } from '@shop/contracts/registrations';
import { storefrontApplication } from '@shop/contracts/storefront';
import { build } from '@shop/contracts/testing';
import { topics } from '@shop/contracts/topics';
import type { Figure } from '../runtime/figures.ts';

const measured = 20_000;

/** An upsert for up to 500 events, with every id kept against duplicates. */
const paid = projection({
  name: 'paid',
  version: 1,
  tables: 'create table paid (order_id uuid primary key, amount numeric not null, payments integer not null)',
  from: storefrontApplication,
  handlers: {
    paymentAuthorized: together(async (events, { tx }) => {
      await tx.query(
        `insert into paid (order_id, amount, payments)
         select order_id, max(amount), count(*) from unnest($1::uuid[], $2::numeric[]) e(order_id, amount) group by order_id
         on conflict (order_id) do update set payments = paid.payments + excluded.payments`,
        [events.map(({ value }) => value.orderId), events.map(({ value }) => value.amount.amount)],
      );
    }),
  },
});

/** Events from a log in memory into a view in PostgreSQL, from the first record on. */
export async function projectedEvents(postgresUrl: string): Promise<readonly Figure[]> {
  const database = await connectPostgres({ url: postgresUrl, schema: 'projected_events' });
  const transport = openMemoryLog();
  const registry = openMemoryRegistry(registrations);
  try {
    await transport.ensureTopics(topics);
    const payments = createPayments({ transport, registry, log: silentLogger });
    const orders = Array.from({ length: 2_000 }, () => crypto.randomUUID());
    for (let sent = 0; sent < measured; sent += orders.length) {
      await Promise.all(orders.map((orderId) => payments.send.paymentAuthorized(build.paymentAuthorized({ orderId }))));
    }
    const started = performance.now();
    const view = await openProjection(paid, { database, transport, registry });
    while (view.accounting.applied < measured) await new Promise((resolve) => setTimeout(resolve, 2));
    const perSecond = (measured * 1_000) / (performance.now() - started);
    await view.close();
    return [{ what: 'events of a topic in a view, batched', ours: perSecond, unit: '/s', target: { atLeast: 5_000 } }];
  } finally {
    await transport.close();
    await database.close();
  }
}
