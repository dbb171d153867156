import { describe } from 'vitest';
import { brokers } from './kafka-faults/brokers.ts';
import { createFaultContext, type KafkaFaultsContract } from './kafka-faults/context.ts';
import { groups } from './kafka-faults/groups.ts';
import { outages } from './kafka-faults/outages.ts';
import { partitions } from './kafka-faults/partitions.ts';
import { positions } from './kafka-faults/positions.ts';

export type { FaultConnection, KafkaFaultsContract } from './kafka-faults/context.ts';

/** What Kafka's faults must not do to a transport, whatever client it is made of. Starts a cluster of its own. */
export function describeKafkaFaults(name: string, contract: KafkaFaultsContract): void {
  describe(name, () => {
    const faults = createFaultContext(contract);
    brokers(faults);
    outages(faults);
    positions(faults);
    partitions(faults);
    groups(faults);
  });
}
