import { setTimeout as sleep } from 'node:timers/promises';
import { RuntimeError } from '../core/errors.ts';
import type { PartitionLag, SubscribeOptions, Subscription, SubscriptionStatus } from '../core/transport.ts';
import { createSubscriptionMemory, type SubscriptionMemory } from './subscription-memory.ts';

const firstPause = 500;
const longestPause = 15_000;

/** A member of a group, from joining to leaving. Where it has failed, another one takes its place. */
export interface GroupMember {
  /** Resolves when the member takes part in the group; rejects where it fails before. */
  readonly joined: Promise<void>;
  /** Resolves with the reason when the member has failed. */
  readonly lost: Promise<RuntimeError>;
  status(): SubscriptionStatus;
  lag(): Promise<readonly PartitionLag[]>;
  /** Delivers nothing more; claims live on. */
  stop(): void;
  /** Ends all claims and leaves the group. */
  close(): Promise<void>;
}

export interface SubscriptionOptions {
  readonly subscription: SubscribeOptions;
  /** Begins to join the group. What its members learn they share. */
  createMember(memory: SubscriptionMemory): GroupMember;
  /** True where trying again cannot help. */
  isPermanent(error: unknown): boolean;
  /** Gives up joining, with `TRANSPORT_CLOSED`. */
  readonly closing?: AbortSignal;
}

/**
 * Joins the group and stays in it: a member that fails is replaced, after a pause that grows, until the subscription
 * is closed or the failure is one that no other member could avoid. Rejects, with nothing left open, where the first
 * member cannot join.
 */
export async function openSubscription(options: SubscriptionOptions): Promise<Subscription> {
  const { createMember, isPermanent } = options;
  const { onError, onFatal } = options.subscription;
  const closing = new AbortController();
  const memory = createSubscriptionMemory();
  let lostSince: Date | undefined;
  let member = createMember(memory);
  await untilJoined(member, options.closing);
  void supervise();

  async function supervise(): Promise<void> {
    for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
      const { reason, hadJoined } = await untilLost(member);
      if (closing.signal.aborted) return;
      const isHopeless = reason.code === 'SUBSCRIPTION_STALLED' && memory.isHopeless;
      if (isHopeless || isPermanent(reason)) return onFatal?.(reason);
      lostSince ??= new Date();
      onError?.(reason);
      if (hadJoined) pause = firstPause;
      await sleep(pause, undefined, { signal: closing.signal }).catch(() => undefined);
      if (closing.signal.aborted) return;
      member = createMember(memory);
      void member.joined.then(
        () => {
          lostSince = undefined;
        },
        () => undefined,
      );
    }
  }

  return {
    status: () => ({ ...member.status(), lostSince }),
    lag: () => member.lag(),
    async stop() {
      // Without intake there is nothing that another member could do.
      closing.abort();
      member.stop();
    },
    close() {
      closing.abort();
      return member.close();
    },
  };
}

async function untilJoined(member: GroupMember, closing: AbortSignal | undefined): Promise<void> {
  const giveUp = (): void => void member.close();
  if (closing?.aborted) giveUp();
  closing?.addEventListener('abort', giveUp, { once: true });
  try {
    await member.joined;
  } catch (error) {
    await member.close();
    throw error;
  } finally {
    closing?.removeEventListener('abort', giveUp);
  }
}

interface Loss {
  readonly reason: RuntimeError;
  readonly hadJoined: boolean;
}

async function untilLost(member: GroupMember): Promise<Loss> {
  try {
    await member.joined;
  } catch (error) {
    return { reason: RuntimeError.is(error) ? error : notJoined(error), hadJoined: false };
  }
  return { reason: await member.lost, hadJoined: true };
}

function notJoined(error: unknown): RuntimeError {
  const said = error instanceof Error ? error.message : String(error);
  return new RuntimeError('TRANSPORT_FAILED', `the group could not be joined: ${said}`, { cause: error });
}
