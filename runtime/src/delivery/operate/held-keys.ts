import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Row, Sql } from '../../core/database.ts';
import type { StoredRecord } from '../../core/transport.ts';
import { bigintOf, bytesOf, dateOf, integerOf, jsonOf, nullable, textOf } from '../../database/columns.ts';
import { headersFromJson } from '../header-json.ts';
import { holdLane, unpark } from '../parked-records.ts';

/** Where a parked record stands in the log; names it. */
export interface ParkedPlace {
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** A key that waits until somebody sees to the record that has used up its tries. */
export interface HeldKey extends ParkedPlace {
  readonly key: Uint8Array | null;
  readonly eventId: string;
  readonly attempts: number;
  readonly firstFailedAt: Date | undefined;
  readonly parkedAt: Date;
  readonly errorClass: string | undefined;
  readonly error: string | undefined;
  /** Records that stand behind it. */
  readonly followers: number;
}

/** Which held keys are meant; what is left out does not matter. */
export interface HeldKeySelection {
  readonly consumer?: string;
  readonly topic?: string;
  /** So many at most, those that are held longest first. Default 100. */
  readonly limit?: number;
}

const isSelected = `h.state = 'dead' and h.consumer = coalesce($1, h.consumer) and h.topic = coalesce($2, h.topic)`;

export async function listHeldKeys(database: Database, selection: HeldKeySelection = {}): Promise<readonly HeldKey[]> {
  const { consumer = null, topic = null, limit = 100 } = selection;
  const rows = await database.transaction((tx) =>
    tx.query(
      `select h.consumer, h.topic, h.partition, h.off, h.key, h.event_id, h.attempts, h.first_failed_at, h.parked_at,
         h.error_class, h.error, (
           select count(*) from eventwright_parked f
           where f.consumer = h.consumer and f.topic = h.topic and f.partition = h.partition
             and md5(f.key) = md5(h.key) and f.key = h.key and f.off > h.off
         )::integer as followers
       from eventwright_parked h where ${isSelected}
       order by h.parked_at, h.consumer, h.topic, h.partition, h.off limit $3`,
      [consumer, topic, limit],
    ),
  );
  return rows.map(heldKeyOf);
}

/** The record itself, as it is in the log; undefined where none is parked there. */
export async function readParkedRecord(database: Database, place: ParkedPlace): Promise<StoredRecord | undefined> {
  const [row] = await database.transaction((tx) =>
    tx.query(`select key, value, headers, log_time from eventwright_parked where ${isPlace}`, placeColumns(place)),
  );
  if (row === undefined) return undefined;
  return {
    topic: place.topic,
    partition: place.partition,
    offset: place.offset,
    key: nullable(bytesOf)(row, 'key'),
    value: nullable(bytesOf)(row, 'value'),
    headers: headersFromJson(jsonOf(row, 'headers')),
    timestamp: Number(bigintOf(row, 'log_time')),
  };
}

/**
 * Has the record that holds a key tried again, with all of its tries; what stands behind it follows once it is done.
 * False where nothing is held there.
 */
export async function releaseKey(database: Database, place: ParkedPlace): Promise<boolean> {
  const released = await database.transaction((tx) =>
    tx.query(
      `update eventwright_parked set state = 'waiting', due_at = clock_timestamp(), failures = 0
       where ${isPlace} and state = 'dead' returning off`,
      placeColumns(place),
    ),
  );
  return released.length > 0;
}

/** Releases selected keys, so many a second at most, and returns how many those were. */
export async function releaseKeys(
  database: Database,
  { perSecond, ...selection }: HeldKeySelection & { readonly perSecond: number },
): Promise<number> {
  let released = 0;
  for (const key of await listHeldKeys(database, { limit: 1_000_000, ...selection })) {
    if (released > 0) await sleep(1_000 / perSecond);
    if (await releaseKey(database, key)) released += 1;
  }
  return released;
}

/**
 * Gives the record up that holds a key, so that what stands behind it follows. It stays in the dead letter topic. False
 * where nothing is held there.
 */
export async function discardHeldRecord(database: Database, place: ParkedPlace): Promise<boolean> {
  return database.transaction(async (tx) => {
    const lane = await laneOfHeld(tx, place);
    if (lane === undefined) return false;
    // Whoever has the lane may be parking records behind this one.
    await holdLane(tx, { ...place, lane });
    if ((await laneOfHeld(tx, place)) === undefined) return false;
    await unpark(tx, place, place.offset);
    return true;
  });
}

async function laneOfHeld(tx: Sql, place: ParkedPlace): Promise<number | undefined> {
  const [row] = await tx.query(
    `select lane from eventwright_parked where ${isPlace} and state = 'dead'`,
    placeColumns(place),
  );
  return row === undefined ? undefined : integerOf(row, 'lane');
}

const isPlace = 'consumer = $1 and topic = $2 and partition = $3 and off = $4';

function placeColumns({ consumer, topic, partition, offset }: ParkedPlace): readonly [string, string, number, bigint] {
  return [consumer, topic, partition, offset];
}

function heldKeyOf(row: Row): HeldKey {
  return {
    consumer: textOf(row, 'consumer'),
    topic: textOf(row, 'topic'),
    partition: integerOf(row, 'partition'),
    offset: bigintOf(row, 'off'),
    key: nullable(bytesOf)(row, 'key'),
    eventId: textOf(row, 'event_id'),
    attempts: integerOf(row, 'attempts'),
    firstFailedAt: nullable(dateOf)(row, 'first_failed_at') ?? undefined,
    parkedAt: dateOf(row, 'parked_at'),
    errorClass: nullable(textOf)(row, 'error_class') ?? undefined,
    error: nullable(textOf)(row, 'error') ?? undefined,
    followers: integerOf(row, 'followers'),
  };
}
