import { setTimeout as sleep } from 'node:timers/promises';
import { RuntimeError } from '../core/errors.ts';
import type { PartitionClaim } from '../core/transport.ts';
import { untilAborted } from './until-aborted.ts';

export interface CommittedOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface OffsetCommitter {
  /**
   * Resolves once the group's position is stored. Rejects with `CLAIM_ENDED` as soon as the claim ends; a request that
   * is under way at that moment may still be honoured.
   */
  commit(claim: PartitionClaim, offset: bigint): Promise<void>;
  /** From now on a commit takes two seconds at most, also one under way: whoever waits for it wants to end. */
  hurry(): void;
}

interface Waiting {
  offset: bigint;
  readonly done: PromiseWithResolvers<void>;
}

export interface OffsetCommitterOptions {
  /** Stores offsets for the present generation of the group, in one attempt. */
  send(offsets: readonly CommittedOffset[]): Promise<void>;
  /** True where `send` rejected because the group no longer counts this member, or with other partitions. */
  saysMembershipEnded(error: unknown): boolean;
  /** The group has said that this member's claims are over. */
  onMembershipEnded(): void;
  /** How long to try, in milliseconds. */
  readonly timeout: number;
}

const retryPause = 200;

/** How long a commit may take once there is a hurry, in milliseconds. */
const lastPatience = 2_000;

/**
 * Commits of all claims share requests: one is under way at a time, and what comes meanwhile leaves together in the
 * next. Whether a claim lives is asked right before each attempt, so none is sent for a generation that came later.
 */
export function createOffsetCommitter(options: OffsetCommitterOptions): OffsetCommitter {
  const { send, saysMembershipEnded, onMembershipEnded, timeout } = options;
  const queue = new Map<PartitionClaim, Waiting>();
  const hurried = new AbortController();
  let working = false;

  async function work(): Promise<void> {
    working = true;
    await Promise.resolve();
    while (queue.size > 0) {
      const batch = new Map(queue);
      queue.clear();
      await store(batch, Date.now() + timeout);
    }
    working = false;
  }

  async function store(batch: ReadonlyMap<PartitionClaim, Waiting>, deadline: number): Promise<void> {
    for (;;) {
      const live = [...batch].filter(([claim]) => !claim.signal.aborted);
      if (live.length === 0) return;
      try {
        await send(live.map(([{ topic, partition }, { offset }]) => ({ topic, partition, offset })));
        for (const [, { done }] of live) done.resolve();
        return;
      } catch (error) {
        // An answer that comes behind the end of its claims is about a membership of before: the present one goes on.
        const isPresent = live.some(([claim]) => !claim.signal.aborted);
        if (saysMembershipEnded(error)) {
          if (isPresent) onMembershipEnded();
        } else if (Date.now() > deadline) {
          for (const [, { done }] of live) done.reject(notStored(error));
          return;
        }
      }
      await sleep(retryPause);
    }
  }

  return {
    commit(claim, offset) {
      const { done } = enqueue(queue, claim, offset);
      if (!working) void work();
      return untilAborted(unlessHurried(done.promise, hurried.signal), claim.signal);
    },
    hurry: () => hurried.abort(),
  };
}

/** A claim that commits again before its commit has left only moves the offset on. */
function enqueue(queue: Map<PartitionClaim, Waiting>, claim: PartitionClaim, offset: bigint): Waiting {
  const waiting = queue.get(claim) ?? { offset, done: Promise.withResolvers<void>() };
  waiting.offset = offset;
  queue.set(claim, waiting);
  return waiting;
}

function notStored(error: unknown): RuntimeError {
  const said = error instanceof Error ? error.message : String(error);
  return new RuntimeError('TRANSPORT_FAILED', `the group could not store its position: ${said}`, { cause: error });
}

function unlessHurried(promise: Promise<void>, hurried: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const begin = (): void => {
      timer = setTimeout(() => reject(notStored(new Error(`no answer within ${lastPatience} ms`))), lastPatience);
    };
    if (hurried.aborted) begin();
    hurried.addEventListener('abort', begin, { once: true });
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      hurried.removeEventListener('abort', begin);
    });
  });
}
