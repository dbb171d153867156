import type { Sql } from '../core/database.ts';
import type { DeliveryTransaction } from '../core/delivery.ts';
import { admit } from './admit.ts';
import { enqueue } from './enqueue.ts';
import type { LogTimes } from './log-times.ts';
import { claim, park, repark, takeParked, unpark } from './parked-records.ts';

export interface TransactionSettings {
  /** Window of deduplication, in milliseconds. */
  readonly window: number;
  readonly maxRecordBytes: number;
  readonly logTimes: LogTimes;
  /** Something for these shards is in the outbox once the transaction is committed. */
  enqueued(shards: readonly number[]): void;
}

export function deliveryTransaction(sql: Sql, settings: TransactionSettings): DeliveryTransaction {
  const { window, maxRecordBytes, logTimes, enqueued } = settings;
  return {
    sql,
    admit: async (lane, arrivals) => {
      const last = arrivals.at(-1);
      if (last !== undefined) logTimes.seen(lane.consumer, last.record);
      return admit(sql, { lane, window }, arrivals);
    },
    park: (lane, record, parking) => park(sql, lane, { ...record, parking }),
    takeParked: (lane, key, limit) => takeParked(sql, lane, { key, limit }),
    claim: (lane, record, id) => claim(sql, lane, { record, id }),
    unpark: (lane, { offset }) => unpark(sql, lane, offset),
    repark: (lane, record, parking) => repark(sql, lane, { ...record, parking }),
    enqueue: async (records) => enqueued(await enqueue(sql, records, maxRecordBytes)),
  };
}
