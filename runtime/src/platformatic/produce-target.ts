import { ProduceAcks } from '@platformatic/kafka';
import { RuntimeError } from '../core/errors.ts';
import type { Cluster, ClusterView } from './cluster.ts';
import type { ProduceTarget } from './idempotent-producer.ts';
import { brokerError } from './kafka-error.ts';
import { request } from './request.ts';

/** How long a broker waits for the other replicas before it says that they are late, in milliseconds. */
const replicaTimeout = 5_000;

/** No producer yet, in the request for one. */
const none = { id: -1n, epoch: -1 };

/** Reaches the leaders of partitions, and remembers who they are until it is told to forget. */
export function createProduceTarget(cluster: Cluster): ProduceTarget {
  const { client } = cluster;
  const views = new Map<string, Promise<ClusterView>>();

  function viewOf(topic: string): Promise<ClusterView> {
    const view = views.get(topic) ?? cluster.describe([topic]);
    views.set(topic, view);
    view.catch(() => views.delete(topic));
    return view;
  }

  return {
    async beginProducer() {
      const connection = await cluster.connectToAny();
      const answer = await request({ client, connection }, 'InitProducerId', null, replicaTimeout, none.id, none.epoch);
      if (answer.errorCode !== 0) throw brokerError(answer.errorCode);
      return answer.producerId;
    },
    async reach(topic, partition) {
      const { brokers, topics, failures } = await viewOf(topic);
      const leader = brokers.get(topics.get(topic)?.leaders[partition] ?? -1);
      if (leader === undefined) throw failures.get(topic) ?? withoutLeader(topic, partition);
      const connection = await cluster.connect(leader);
      return async (messages, identity) => {
        const answer = await request(
          { client, connection },
          'Produce',
          ProduceAcks.ALL,
          replicaTimeout,
          messages,
          identity,
        );
        const part = typeof answer === 'boolean' ? undefined : answer.responses[0]?.partitionResponses[0];
        if (part === undefined) throw new Error(`a broker took records for '${topic}' without an answer about them`);
        return part;
      };
    },
    forget: (topic) => void views.delete(topic),
  };
}

function withoutLeader(topic: string, partition: number): RuntimeError {
  return new RuntimeError('TRANSPORT_FAILED', `partition ${partition} of '${topic}' has no leader at the moment`);
}
