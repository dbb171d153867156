import type { SubscriptionStatus } from '../core/transport.ts';
import type { PartitionClaims } from './partition-claims.ts';
import { type Assignment, partitionsOf } from './share-out.ts';
import type { SubscriptionMemory } from './subscription-memory.ts';

/** How a subscription fares, by its present member. */
export function memberStatus(
  assignment: Assignment,
  claims: PartitionClaims,
  memory: SubscriptionMemory,
): SubscriptionStatus {
  const progress = claims.progress().map(({ position, ...partition }) => ({ ...partition, offset: position }));
  return {
    assigned: partitionsOf(assignment),
    stalledSince: memory.stalledSince(progress),
    deliveredAt: claims.deliveredAt,
  };
}
