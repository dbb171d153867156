import { createClient } from '@eventwright/runtime';
import { connectKafkaClient } from '@eventwright/runtime/kafka-client';
import { openMemoryRegistry } from '@eventwright/runtime/registry';
import type { Stage } from '../stage/stage.ts';
import { purchaseContract } from './purchase-contract.ts';

/** Purchases at the least; their ids end in a digit by which the bank answers or not. */
const fewest = 40;

/** Orders until `isOver`, one in five of them twice; returns how many. */
export async function orderPurchases(stage: Stage, isOver: () => boolean): Promise<number> {
  const contract = purchaseContract(stage.run);
  const registry = openMemoryRegistry(contract.registrations);
  const brokers = stage.engines.kafka.direct;
  const transport = await connectKafkaClient(stage.settings.client, { brokers, clientId: 'customer' });
  const customer = createClient(contract.customer, { transport, registry });
  const random = stage.random.fork('customer');
  let ordered = 0;
  for (; ordered < fewest || !isOver(); ordered += 1) {
    const orderId = `order-${ordered}`;
    await customer.send.ordered({ key: orderId, value: { orderId } });
    if (random.chance(0.2)) await customer.send.ordered({ key: orderId, value: { orderId } });
    await stage.wait(random.between(100, 400));
  }
  await transport.close();
  return ordered;
}
