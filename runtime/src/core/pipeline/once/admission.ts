import type {
  Arrival,
  DeliveryTransaction,
  DueKey,
  LanePlace,
  ParkedRecord,
  Parking,
  Verdict,
} from '../../delivery.ts';
import type { StoredRecord } from '../../transport.ts';
import type { Decoded } from '../decode.ts';
import type { WayOut } from './way-out.ts';

/** A record that has been read and waits for its transaction. */
export interface Ready {
  readonly record: StoredRecord;
  /** Undefined where it cannot be, or is not for this application. */
  readonly decoded: Decoded | undefined;
  /** Undefined: handle it. */
  readonly wayOut: WayOut | undefined;
  /** What happened to it before it was parked. */
  readonly before?: Omit<ParkedRecord, 'record'>;
}

/** Where records come from, and how the tables are told what became of them. All within a transaction. */
export interface Admission {
  /** Keeps the lane and says what is to become of records that follow each other there; `gone`: another was faster. */
  admit(tx: DeliveryTransaction, run: readonly Ready[]): Promise<readonly (Verdict | 'gone')[]>;
  park(tx: DeliveryTransaction, record: StoredRecord, parking: Parking): Promise<void>;
  /** The record has an end, and is parked no more. */
  settle(tx: DeliveryTransaction, record: StoredRecord): Promise<void>;
}

/** Records as they come from the log. */
export function fromLog(lane: LanePlace): Admission {
  return {
    admit: (tx, run) => tx.admit(lane, run.map(arrivalOf)),
    park: (tx, record, parking) => tx.park(lane, record, parking),
    settle: async () => undefined,
  };
}

/** Records of a key that were parked. */
export function fromParked(lane: LanePlace, { key }: DueKey): Admission {
  return {
    admit: async (tx, run) => {
      const taken = await tx.takeParked(lane, key, run.length);
      const verdicts: (Verdict | 'gone')[] = [];
      for (const [index, ready] of run.entries()) {
        const isThere = taken[index]?.record.offset === ready.record.offset;
        verdicts.push(isThere ? await claim(tx, lane, ready) : 'gone');
      }
      return verdicts;
    },
    park: (tx, record, parking) => tx.repark(lane, record, parking),
    settle: (tx, record) => tx.unpark(lane, record),
  };
}

async function claim(tx: DeliveryTransaction, lane: LanePlace, ready: Ready): Promise<Verdict> {
  const arrival = arrivalOf(ready);
  return !arrival.claims || (await tx.claim(lane, arrival.record, arrival.id)) ? 'new' : 'duplicate';
}

function arrivalOf({ record, decoded, wayOut }: Ready): Arrival {
  const id = decoded?.event.id ?? `${record.topic}/${record.partition}/${record.offset}`;
  const time = decoded?.event.time.getTime() ?? record.timestamp;
  return { record, id, time, claims: wayOut === undefined };
}
