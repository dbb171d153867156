import type { Logger } from '../../core/client.ts';
import type { Publisher } from '../../core/transport.ts';
import type { OutboxRow, RefusedRow } from './outbox-rows.ts';
import { publishRows } from './publish-rows.ts';
import type { ShardState } from './shard-state.ts';
import { createTopicPauses } from './topic-pauses.ts';

/** What the log has said of rows, and the table does not know yet. */
export interface Results {
  readonly acknowledged: readonly OutboxRow[];
  readonly refused: readonly RefusedRow[];
}

/** Rows on their way to the log. */
export interface Outgoing {
  /** Publishes the next rows of a shard, which is busy meanwhile. Failures are kept and tried again. */
  publish(state: ShardState, rows: readonly OutboxRow[]): Promise<void>;
  /** Hands over what is to be written to the table, once. */
  takeResults(): Results;
  /** They could not be written. */
  putBack(results: Results): void;
  /** Topics that are not to be read for the time being. */
  paused(): readonly string[];
  /** Whether nothing is left to be written or tried again. */
  isDone(): boolean;
  /** Of the last publishing, while some topic cannot be published to. */
  readonly error: unknown;
}

export interface OutgoingOptions {
  readonly publisher: Publisher;
  readonly log: Logger;
  /** Whether what follows a refused record under its key has to wait until somebody has seen to it. */
  readonly holds: boolean;
  readonly clock: () => number;
  areLeased(): boolean;
}

export function createOutgoing({ publisher, log, holds, clock, areLeased }: OutgoingOptions): Outgoing {
  const pauses = createTopicPauses(clock);
  let acknowledged: OutboxRow[] = [];
  let refused: RefusedRow[] = [];
  let lastFailure: unknown;

  const publishTopic = async (topic: string, rows: readonly OutboxRow[]): Promise<void> => {
    const published = await publishRows(publisher, rows, { holds });
    acknowledged.push(...published.acknowledged);
    refused.push(...published.refused);
    for (const { shard, seq, error } of published.refused) {
      log.error({ topic, shard, seq: String(seq), err: error }, 'the log refused an event, it is set aside');
    }
    if (published.failure === undefined) {
      pauses.succeeded(topic);
      return;
    }
    lastFailure = published.failure;
    const retryIn = pauses.failed(topic);
    log.warn({ topic, retryIn, err: published.failure }, 'events could not be published, will be tried again');
  };

  return {
    publish: async (state, rows) => {
      // A process that stood still must not go on with what it read: others may have published more since.
      if (!areLeased()) return;
      state.busy = true;
      const topics = Map.groupBy(rows, ({ record }) => record.topic);
      await Promise.all([...topics].map(([topic, batch]) => publishTopic(topic, batch)));
      state.busy = false;
    },
    takeResults: () => {
      const results = { acknowledged, refused };
      [acknowledged, refused] = [[], []];
      return results;
    },
    putBack: (results) => {
      acknowledged = [...results.acknowledged, ...acknowledged];
      refused = [...results.refused, ...refused];
    },
    paused: pauses.now,
    isDone: () => acknowledged.length === 0 && refused.length === 0 && !pauses.any(),
    get error(): unknown {
      return pauses.any() ? lastFailure : undefined;
    },
  };
}
