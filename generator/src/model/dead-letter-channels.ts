import type { Channel, ContractModel } from './contract-model.ts';

/** What a dead letter topic is created with. */
export type DeadLetterChannel = Pick<Channel, 'address' | 'partitions' | 'replicas' | 'config' | 'description'>;

/** Dead letters are kept a long time, for somebody has to look at them: 90 days. */
const retention = String(90 * 24 * 60 * 60 * 1000);

/** `<topic>.dlt` for every topic that an application receives from, with as many partitions, so keys keep their order. */
export function deadLetterChannels(model: ContractModel): readonly DeadLetterChannel[] {
  const received = new Set(
    model.applications.flatMap((application) =>
      application.operations.filter(({ action }) => action === 'receive').map(({ channel }) => channel.address),
    ),
  );
  return model.channels
    .filter((channel) => received.has(channel.address))
    .map(({ address, partitions, replicas }) => ({
      address: `${address}.dlt`,
      partitions,
      replicas,
      config: { 'cleanup.policy': 'delete', 'retention.ms': retention },
      description: `Messages of ${address} that could not be handled.`,
    }));
}
