import type { PartitionClaim, StoredRecord } from '../../core/transport.ts';

/** What holds for every delivery of every transport, whatever a test is about. */
export interface DeliveryRules {
  /** Breaches so far, in words. */
  readonly breaches: readonly string[];
  /** Notes that a handler is called, and answers with what to call when it is done. */
  began(claim: PartitionClaim, records: readonly StoredRecord[]): () => void;
}

/** Rules for one subscription. */
export function createDeliveryRules(): DeliveryRules {
  const breaches: string[] = [];
  const atWork = new Set<PartitionClaim>();
  const nextOffsets = new Map<PartitionClaim, bigint>();
  const live = new Map<string, PartitionClaim>();

  function checkClaim(claim: PartitionClaim, name: string): void {
    const other = live.get(name);
    check(!claim.signal.aborted, `${name}: delivered to a claim that had ended`);
    check(!atWork.has(claim), `${name}: delivered while the claim's handler was at work`);
    check(other === undefined || other === claim || other.signal.aborted, `${name}: two claims at the same time`);
    live.set(name, claim);
  }

  function checkRecords(claim: PartitionClaim, records: readonly StoredRecord[], name: string): void {
    check(records.length > 0, `${name}: delivered no records`);
    for (const { topic, partition, offset } of records) {
      check(topic === claim.topic && partition === claim.partition, `${name}: record of ${topic}-${partition}`);
      check(offset >= (nextOffsets.get(claim) ?? 0n), `${name}: offset ${offset} again or too late`);
      nextOffsets.set(claim, offset + 1n);
    }
  }

  function check(holds: boolean, breach: string): void {
    if (!holds) {
      breaches.push(breach);
    }
  }

  return {
    breaches,
    began(claim, records) {
      const name = `${claim.topic}-${claim.partition}`;
      checkClaim(claim, name);
      checkRecords(claim, records, name);
      atWork.add(claim);
      return () => void atWork.delete(claim);
    },
  };
}
