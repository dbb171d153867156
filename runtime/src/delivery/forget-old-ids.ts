import type { Logger } from '../core/client.ts';
import type { Database } from '../core/database.ts';
import type { PartitionPlace } from '../core/delivery.ts';
import type { LogTime, LogTimes } from './log-times.ts';
import { createAlarm } from './relay/alarm.ts';

/** How much longer than the dedupe window an id is kept: clocks of senders and brokers may be apart by as much. */
const margin = 24 * 60 * 60 * 1_000;

/** Between two rounds, in milliseconds. */
const roundEvery = 60_000;

/** Ids that are deleted in one transaction, and the rest after it, in milliseconds. */
const batch = { rows: 1_000, pause: 50 } as const;

export interface ForgettingOptions {
  readonly database: Database;
  readonly log: Logger;
  /** Of deduplication, in milliseconds. */
  readonly window: number;
  readonly logTimes: LogTimes;
}

/** Deletes ids from the inbox, now and then and a few at a time, until it is closed. */
export interface Forgetting {
  /** Begins nothing any more; what is under way may take as long as the database does. */
  close(): void;
}

export function startForgetting({ database, log, window, logTimes }: ForgettingOptions): Forgetting {
  const alarm = createAlarm();
  let open = true;
  const run = async (): Promise<void> => {
    for (await alarm.wait(roundEvery); open; await alarm.wait(roundEvery)) {
      for (const { place, time } of logTimes.take()) await forgetPartition(place, time - window - margin);
    }
  };
  const forgetPartition = async (place: PartitionPlace, before: number): Promise<void> => {
    try {
      while (open && (await forgetOldIds(database, place, before)) === batch.rows) await alarm.wait(batch.pause);
    } catch (error) {
      // The rows stay a little longer; the next time this partition has moved on they go.
      log.warn({ ...place, err: error }, 'ids of old events could not be deleted, will be tried again');
    }
  };
  void run();
  return {
    close: () => {
      open = false;
      alarm.ring();
    },
  };
}

/**
 * Deletes ids of events that were logged before a time, a batch of them at most, and returns how many those were. An id
 * stays while a parked record has it, since that has yet to find out that it is a duplicate.
 */
export async function forgetOldIds(
  database: Database,
  { consumer, topic, partition }: PartitionPlace,
  before: LogTime['time'],
): Promise<number> {
  const deleted = await database.transaction((tx) =>
    tx.query(
      `with old as (
         select i.event_id from eventwright_inbox i
         where i.consumer = $1 and i.topic = $2 and i.partition = $3 and i.log_time < $4 and not exists (
           select from eventwright_parked p where p.consumer = $1 and p.event_id = i.event_id)
         order by i.log_time limit $5 for update skip locked
       )
       delete from eventwright_inbox i using old where i.consumer = $1 and i.event_id = old.event_id
       returning i.event_id`,
      [consumer, topic, partition, Math.floor(before), batch.rows],
    ),
  );
  return deleted.length;
}
