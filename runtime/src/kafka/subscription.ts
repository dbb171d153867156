import { setTimeout as sleep } from 'node:timers/promises';
import type { RuntimeError } from '../core/errors.ts';
import type { Subscription } from '../core/transport.ts';
import { createGroupMember, type GroupMember, type GroupMemberOptions } from './group-member.ts';
import { isPermanent, toRuntimeError } from './kafka-error.ts';

const firstPause = 500;
const longestPause = 15_000;

export interface SubscriptionOptions extends GroupMemberOptions {
  /** Gives up joining, with `TRANSPORT_CLOSED`. */
  readonly closing?: AbortSignal;
}

/**
 * Joins the group and stays in it: a member that fails is replaced, after a pause that grows, until the subscription
 * is closed or the failure is one that no other member could avoid. Rejects, with nothing left open, where the first
 * member cannot join.
 */
export async function openSubscription(
  options: SubscriptionOptions,
  createMember: (options: GroupMemberOptions) => GroupMember = createGroupMember,
): Promise<Subscription> {
  const { onError, onFatal } = options.subscription;
  const closing = new AbortController();
  let member = createMember(options);
  await untilJoined(member, options.closing);
  void supervise();

  async function supervise(): Promise<void> {
    for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
      const { reason, hadJoined } = await untilLost(member);
      if (closing.signal.aborted) return;
      if (isPermanent(reason)) return onFatal?.(reason);
      onError?.(reason);
      if (hadJoined) pause = firstPause;
      await sleep(pause, undefined, { signal: closing.signal }).catch(() => undefined);
      if (closing.signal.aborted) return;
      member = createMember(options);
    }
  }

  return {
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
    return { reason: toRuntimeError(error, 'the group could not be joined'), hadJoined: false };
  }
  return { reason: await member.lost, hadJoined: true };
}
