import { RuntimeError } from '../errors.ts';
import { silentTelemetry } from '../quiet-telemetry.ts';
import type { Fact, Telemetry } from '../telemetry.ts';
import type { PartitionClaim, Subscriber } from '../transport.ts';
import { withinActivity } from './within-activity.ts';

/** Tells of claims that come and go, of records that arrive, of commits, stalls, gaps and partitions that are added. */
export function toldSubscriber(subscriber: Subscriber, telemetry: Telemetry): Subscriber {
  if (telemetry === silentTelemetry) return subscriber;
  return {
    subscribe: async (options) => {
      const { group, onClaim, onRecords, onError, onFatal } = options;
      const claimOf = toldClaims(group, telemetry);
      const tell = (error: Error): void => {
        const fact = factOf(error, group);
        if (fact !== undefined) telemetry.tell(fact);
      };
      return subscriber.subscribe({
        ...options,
        onClaim: (claim) => onClaim?.(claimOf(claim)),
        onRecords: async (claim, records) => {
          const { topic, partition } = claim;
          const activity = telemetry.start({ kind: 'receive', group, topic, partition, records });
          await withinActivity(activity, () => onRecords(claimOf(claim), records));
        },
        onError: (error) => {
          tell(error);
          onError?.(error);
        },
        onFatal: (error) => {
          tell(error);
          onFatal?.(error);
        },
      });
    },
  };
}

/** The same told claim for the same claim, since those who work on it tell claims apart. */
function toldClaims(group: string, telemetry: Telemetry): (claim: PartitionClaim) => PartitionClaim {
  const known = new WeakMap<PartitionClaim, PartitionClaim>();
  return (claim) => {
    const before = known.get(claim);
    if (before !== undefined) return before;
    const told = toldClaim(claim, group, telemetry);
    known.set(claim, told);
    return told;
  };
}

function toldClaim(claim: PartitionClaim, group: string, telemetry: Telemetry): PartitionClaim {
  const { topic, partition, signal } = claim;
  const place = { group, topic, partition };
  telemetry.tell({ kind: 'assigned', ...place });
  signal.addEventListener('abort', () => telemetry.tell({ kind: 'revoked', ...place }), { once: true });
  return {
    ...claim,
    commit: (offset) =>
      withinActivity(telemetry.start({ kind: 'settle', ...place, offset }), () => claim.commit(offset)),
  };
}

function factOf(error: Error, group: string): Fact | undefined {
  if (RuntimeError.is(error, 'SUBSCRIPTION_STALLED')) return { kind: 'stalled', group };
  if (RuntimeError.is(error, 'PARTITIONS_ADDED')) return { kind: 'grown', group };
  return RuntimeError.is(error, 'OFFSET_OUT_OF_RANGE') ? { kind: 'gap', group } : undefined;
}
