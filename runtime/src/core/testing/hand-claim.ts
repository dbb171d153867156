import { RuntimeError } from '../errors.ts';
import type { PartitionClaim, StoredRecord, WireHeaders } from '../transport.ts';

/** A claim that a test holds in its hands. */
export interface HandClaim extends PartitionClaim {
  /** Offsets committed so far. */
  readonly commits: bigint[];
  /** The next commits fail with it, until it is undefined again. */
  failure: Error | undefined;
  end(): void;
}

export function handClaim(topic = 'shop.orders', partition = 0): HandClaim {
  const ended = new AbortController();
  const claim: HandClaim = {
    topic,
    partition,
    signal: ended.signal,
    commits: [],
    failure: undefined,
    end: () => ended.abort(),
    commit: async (offset) => {
      if (ended.signal.aborted) throw new RuntimeError('CLAIM_ENDED', 'too late');
      if (claim.failure !== undefined) throw claim.failure;
      claim.commits.push(offset);
    },
  };
  return claim;
}

/** A record of topic `shop.orders`, partition 0. */
export function record(
  offset: number,
  { key = null, value = null, headers = new Map() }: Partial<RecordContent> = {},
): StoredRecord {
  const keyBytes = typeof key === 'string' ? new TextEncoder().encode(key) : key;
  return {
    topic: 'shop.orders',
    partition: 0,
    offset: BigInt(offset),
    key: keyBytes,
    value,
    headers,
    timestamp: 1_000,
  };
}

interface RecordContent {
  readonly key: string | Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: WireHeaders;
}
