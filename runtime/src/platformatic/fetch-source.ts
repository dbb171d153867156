import type { Broker, fetchV17 } from '@platformatic/kafka';
import type { Cluster, ClusterView } from './cluster.ts';
import { brokerError, errorName } from './kafka-error.ts';
import { request, versionOf } from './request.ts';

/** A partition to fetch from an offset. */
export interface FetchPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** What a broker said about one partition. */
export interface FetchedPartition extends fetchV17.FetchResponsePartition {
  readonly topic: string;
  /** Kafka's name of the error; undefined where there is none. */
  readonly failure: string | undefined;
}

/** Where records come from. */
export interface FetchSource {
  describe(topics: readonly string[]): Promise<ClusterView>;
  /** Asks a broker for records behind the offsets. Resolves when there are some, or after `longestWait`. */
  fetch(
    broker: Broker,
    ids: ReadonlyMap<string, string>,
    places: readonly FetchPlace[],
  ): Promise<readonly FetchedPartition[]>;
}

/** How long a broker may hold a fetch back for want of records, in milliseconds. Bounds how late a resumed partition is fetched. */
const longestWait = 100;

/** Bytes in one answer, and of one partition in it. A single record that is larger comes all the same. */
const answerLimit = 16 * 1024 * 1024;
const partitionLimit = 1024 * 1024;

const readCommitted = 1;

/** From this version on topics are asked for by their ids, so that one that was made anew is not taken for the old one. */
const firstVersionById = 13;

/** Each request stands alone: sessions, which save repeating the partitions, are not worth losing count of what was asked. */
const noSession = { id: 0, epoch: -1 };

/**
 * Fetches are sent one by one and by hand: the driver's streams of messages share one buffer, so that a slow partition
 * holds up all others, and go on somewhere else where a position is lost.
 */
export function createFetchSource(cluster: Cluster): FetchSource {
  return {
    describe: (topics) => cluster.describe(topics),
    async fetch(broker, ids, places) {
      const { client } = cluster;
      const connection = await cluster.connect(broker);
      const byId = (await versionOf(client, 'Fetch')) >= firstVersionById;
      const keyOf = (topic: string): string => (byId ? (ids.get(topic) ?? '') : topic);
      const topics = [...Map.groupBy(places, ({ topic }) => topic)];
      const names = new Map(topics.map(([topic]) => [keyOf(topic), topic]));
      const answer = await request(
        { client, connection },
        'Fetch',
        longestWait,
        1,
        answerLimit,
        readCommitted,
        noSession.id,
        noSession.epoch,
        topics.map(([topic, own]) => ({ topicId: keyOf(topic), partitions: own.map(toRequest) })),
        [],
        '',
      );
      if (answer.errorCode !== 0) throw brokerError(answer.errorCode);
      return answer.responses.flatMap(({ topicId, partitions }) =>
        partitions.map((partition) => ({
          ...partition,
          topic: names.get(topicId) ?? '',
          failure: partition.errorCode === 0 ? undefined : errorName(partition.errorCode),
        })),
      );
    },
  };
}

/** Without epochs of leaders: what a former leader says is told from its error. */
function toRequest({ partition, offset }: FetchPlace): fetchV17.FetchRequestPartition {
  return {
    partition,
    fetchOffset: offset,
    currentLeaderEpoch: -1,
    lastFetchedEpoch: -1,
    partitionMaxBytes: partitionLimit,
  };
}
