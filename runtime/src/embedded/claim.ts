import { RuntimeError } from '../core/errors.ts';
import type { PartitionClaim } from '../core/transport.ts';
import type { OffsetStore, PartitionLog } from './storage.ts';

export interface LogClaim {
  readonly claim: PartitionClaim;
  /** Ends the claim; it commits no more. */
  end(): void;
}

/** @param held is aborted when the partition is taken from the member; the claim ends with it at the latest. */
export function createClaim(
  group: string,
  log: PartitionLog,
  { offsets, held }: { readonly offsets: OffsetStore; readonly held: AbortSignal },
): LogClaim {
  const { topic, partition } = log;
  const ended = new AbortController();
  const { signal } = ended;
  const end = (): void => {
    held.removeEventListener('abort', end);
    ended.abort(claimEnded(group, topic, partition));
  };
  held.addEventListener('abort', end);
  return {
    end,
    claim: {
      topic,
      partition,
      signal,
      async commit(offset) {
        signal.throwIfAborted();
        checkOffset(offset, log);
        await offsets.commit({ group, topic, partition }, Number(offset));
      },
    },
  };
}

function claimEnded(group: string, topic: string, partition: number): RuntimeError {
  return new RuntimeError(
    'CLAIM_ENDED',
    `Group '${group}' has given partition ${partition} of '${topic}' to a new claim: stop the work on its records, ` +
      'they are delivered again to the new owner.',
  );
}

function checkOffset(offset: bigint, { topic, partition, end }: PartitionLog): void {
  if (offset < 0n || offset > BigInt(end)) {
    throw new RuntimeError(
      'OFFSET_OUT_OF_RANGE',
      `Offset ${offset} of partition ${partition} of '${topic}' is not there to commit: the next record's offset is ` +
        `${end}. Commit the offset after the last record that is done.`,
    );
  }
}
