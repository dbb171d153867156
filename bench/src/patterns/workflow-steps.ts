import { silentLogger } from '@eventwright/runtime';
import { openDelivery } from '@eventwright/runtime/delivery';
import { openMemoryLog } from '@eventwright/runtime/embedded';
import { connectPostgres } from '@eventwright/runtime/postgres';
import { openMemoryRegistry } from '@eventwright/runtime/registry';
import { createPayments } from '@shop/contracts/payments';
import { registrations } from '@shop/contracts/registrations';
import { createShipping } from '@shop/contracts/shipping';
import { createStorefront } from '@shop/contracts/storefront';
import { build } from '@shop/contracts/testing';
import { topics } from '@shop/contracts/topics';
import { startOrders } from '@shop/orders';
import type { Figure } from '../runtime/figures.ts';

const measured = 6_000;
/** Not measured, of each kind of event. */
const warm = 500;

/**
 * Inputs that the workflow of the shop's orders decides on, each in a transaction with inbox, state, history, timers and
 * outbox: an order that is placed, paid and delivered, which are three, on PostgreSQL and a log in memory. Events of a kind
 * are all in the log before the service that handles them starts: who sends them is another process in life.
 */
export async function workflowSteps(postgresUrl: string): Promise<readonly Figure[]> {
  const database = await connectPostgres({ url: postgresUrl, schema: 'workflow_steps' });
  const transport = openMemoryLog();
  await transport.ensureTopics(topics);
  const engines = { transport, registry: openMemoryRegistry(registrations), log: silentLogger };
  const delivery = await openDelivery({ database, transport });
  const [storefront, payments, shipping] = [
    createStorefront(engines),
    createPayments(engines),
    createShipping(engines),
  ];
  const sends: readonly ((orderId: string) => Promise<unknown>)[] = [
    (orderId) => storefront.send.orderPlaced(build.orderPlaced({ orderId })),
    (orderId) => payments.send.paymentAuthorized(build.paymentAuthorized({ orderId })),
    (orderId) => shipping.send.parcelDelivered(build.parcelDelivered({ orderId })),
  ];
  const ids = Array.from({ length: warm + measured }, () => crypto.randomUUID());
  let took = 0;
  try {
    for (const send of sends) {
      await Promise.all(ids.map(send));
      const orders = await startOrders({ ...engines, database, delivery });
      await until(() => orders.accounting.applied >= warm);
      const [began, before] = [performance.now(), orders.accounting.applied];
      await until(() => orders.accounting.applied >= ids.length);
      took += ((performance.now() - began) * measured) / (ids.length - before);
      await orders.close();
    }
    const perSecond = (sends.length * measured * 1_000) / took;
    return [{ what: 'inputs of a workflow, effects once', ours: perSecond, unit: '/s', target: { atLeast: 1_000 } }];
  } finally {
    await delivery.close();
    await database.close();
    await transport.close();
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
