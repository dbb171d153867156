import type { Channel, ContractModel } from './contract-model.ts';

/** What topics are created with. */
export type TopicPlan = Pick<Channel, 'address' | 'parameters' | 'partitions' | 'replicas' | 'config' | 'description'>;

export interface DeadLetterChannel extends TopicPlan {
  /** The address of the channel whose messages die here. */
  readonly of: string;
}

/** Dead letters are kept a long time, for somebody has to look at them: 90 days. */
const retention = String(90 * 24 * 60 * 60 * 1000);

/** What a topic takes where it does not say, in bytes. */
const defaultLongest = 1_048_588;

/** For the headers that say why a message is dead, in bytes: the longest message must find room as a dead letter, too. */
const room = 8_192;

/** `<topic>.dlt` for every topic that an application receives from, with as many partitions, so keys keep their order. */
export function deadLetterChannels(model: ContractModel): readonly DeadLetterChannel[] {
  const received = new Set(
    model.applications.flatMap((application) =>
      application.operations.filter(({ action }) => action === 'receive').map(({ channel }) => channel.address),
    ),
  );
  return model.channels
    .filter((channel) => received.has(channel.address))
    .map(({ address, parameters, partitions, replicas, config }) => ({
      address: `${address}.dlt`,
      of: address,
      parameters,
      partitions,
      replicas,
      config: {
        'cleanup.policy': 'delete',
        'max.message.bytes': String(Number(config['max.message.bytes'] ?? defaultLongest) + room),
        'retention.ms': retention,
      },
      description: `Messages of ${address} that could not be handled.`,
    }));
}
