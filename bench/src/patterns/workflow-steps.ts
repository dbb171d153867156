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

const measured = 2_000;
/** Not measured. */
const warm = 200;

/**
 * Inputs that the workflow of the shop's orders decides on, each in a transaction with inbox, state, history, timers and
 * outbox: an order that is placed, paid and delivered, which are three, on PostgreSQL and a log in memory.
 */
export async function workflowSteps(postgresUrl: string): Promise<readonly Figure[]> {
  const database = await connectPostgres({ url: postgresUrl, schema: 'workflow_steps' });
  const transport = openMemoryLog();
  await transport.ensureTopics(topics);
  const engines = { transport, registry: openMemoryRegistry(registrations), log: silentLogger };
  const delivery = await openDelivery({ database, transport });
  const orders = await startOrders({ ...engines, database, delivery });
  const [storefront, payments, shipping] = [
    createStorefront(engines),
    createPayments(engines),
    createShipping(engines),
  ];
  const ids = Array.from({ length: warm + measured }, () => crypto.randomUUID());
  const flow = async (these: readonly string[]): Promise<void> => {
    const each = (send: (orderId: string) => Promise<unknown>): Promise<unknown> => Promise.all(these.map(send));
    const before = orders.accounting.applied;
    await each((orderId) => storefront.send.orderPlaced(build.orderPlaced({ orderId })));
    await until(() => orders.accounting.applied - before >= these.length);
    await each((orderId) => payments.send.paymentAuthorized(build.paymentAuthorized({ orderId })));
    await until(() => orders.accounting.applied - before >= 2 * these.length);
    await each((orderId) => shipping.send.parcelDelivered(build.parcelDelivered({ orderId })));
    await until(() => orders.accounting.applied - before >= 3 * these.length);
  };
  try {
    await flow(ids.slice(0, warm));
    const started = performance.now();
    await flow(ids.slice(warm));
    const perSecond = (3 * measured * 1_000) / (performance.now() - started);
    return [{ what: 'inputs of a workflow, effects once', ours: perSecond, unit: '/s', target: { atLeast: 1_000 } }];
  } finally {
    await orders.close();
    await delivery.close();
    await database.close();
    await transport.close();
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
