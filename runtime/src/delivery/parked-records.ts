import type { Row, Sql } from '../core/database.ts';
import type { Arrival, DueKeys, LanePlace, ParkedRecord, Parking, PartitionPlace } from '../core/delivery.ts';
import type { StoredRecord } from '../core/transport.ts';
import { bigintOf, booleanOf, bytesOf, dateOf, integerOf, jsonOf, nullable, numberOf } from '../database/columns.ts';
import { headersFromJson, headersToJson } from './header-json.ts';
import { describeError, eventIdOf, storedId } from './stored-text.ts';

/** Parks records that stand behind their key. */
export async function addBehind(sql: Sql, lane: LanePlace, arrivals: readonly Arrival[]): Promise<void> {
  const records = arrivals.map(({ record }) => record);
  await sql.query(
    `insert into eventwright_parked
       (consumer, topic, partition, lane, state, attempts, failures, off, event_id, key, value, headers, log_time)
     select $1, $2, $3, $4, 'behind', 0, 0, a.* from
       unnest($5::bigint[], $6::text[], $7::bytea[], $8::bytea[], $9::json[], $10::bigint[]) a`,
    [
      ...laneColumns(lane),
      records.map(({ offset }) => offset),
      arrivals.map(({ id }) => storedId(id)),
      records.map(({ key }) => key),
      records.map(({ value }) => value),
      records.map(({ headers }) => headersToJson(headers)),
      records.map(({ timestamp }) => timestamp),
    ],
  );
}

/** `DeliveryTransaction.park` */
export async function park(
  sql: Sql,
  lane: LanePlace,
  record: StoredRecord & { readonly parking: Parking },
): Promise<void> {
  const { parking } = record;
  await sql.query(
    `insert into eventwright_parked (consumer, topic, partition, lane, off, event_id, key, value, headers, log_time,
       state, due_at, attempts, failures, first_failed_at, error_class, error)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, ${dueAt('$12')}, $13, $14, $15, $16, $17)`,
    [
      ...laneColumns(lane),
      record.offset,
      eventIdOf(record),
      record.key,
      record.value,
      headersToJson(record.headers),
      record.timestamp,
      ...parkingColumns(parking),
    ],
  );
}

/** `DeliveryTransaction.takeParked` */
export async function takeParked(
  sql: Sql,
  lane: LanePlace,
  { key, limit }: { readonly key: Uint8Array | null; readonly limit: number },
): Promise<readonly ParkedRecord[]> {
  await holdLane(sql, lane);
  const place = placeColumns(lane);
  const columns = `off, key, value, headers, log_time, attempts, failures, first_failed_at,
    state = 'waiting' and due_at <= clock_timestamp() as due`;
  const where = 'consumer = $1 and topic = $2 and partition = $3';
  if (key === null) {
    // Records without a key follow nobody, so that each is due by itself.
    const rows = await sql.query(
      `select ${columns} from eventwright_parked
       where ${where} and lane = $4 and key is null and state = 'waiting' and due_at <= clock_timestamp()
       order by due_at, off limit $5`,
      [...place, lane.lane, limit],
    );
    return rows.map((row) => parkedRecordOf(lane, row));
  }
  const rows = await sql.query(
    `select ${columns} from eventwright_parked
     where ${where} and md5(key) = md5($4::bytea) and key = $4 order by off limit $5`,
    [...place, key, limit],
  );
  const [head] = rows;
  return head !== undefined && booleanOf(head, 'due') ? rows.map((row) => parkedRecordOf(lane, row)) : [];
}

/** `DeliveryTransaction.claim`. The row counts as young: the records between may be parked for long as well. */
export async function claim(
  sql: Sql,
  lane: LanePlace,
  { record, id }: Pick<Arrival, 'record' | 'id'>,
): Promise<boolean> {
  const claimed = await sql.query(
    `insert into eventwright_inbox (consumer, topic, partition, event_id, off, log_time)
     select $1, $2, $3, $5, $6, greatest($7::bigint, p.log_time) from (select) one
     left join eventwright_position p on p.consumer = $1 and p.topic = $2 and p.partition = $3 and p.lane = $4
     on conflict do nothing returning off`,
    [...laneColumns(lane), storedId(id), record.offset, record.timestamp],
  );
  return claimed.length > 0;
}

/** `DeliveryTransaction.unpark` */
export async function unpark(sql: Sql, place: PartitionPlace, offset: bigint): Promise<void> {
  await sql.query(
    `with gone as (
       delete from eventwright_parked where consumer = $1 and topic = $2 and partition = $3 and off = $4 returning key
     )
     update eventwright_parked p set state = 'waiting', due_at = clock_timestamp()
     where p.consumer = $1 and p.topic = $2 and p.partition = $3 and p.state = 'behind' and p.off = (
       select n.off from eventwright_parked n, gone g
       where n.consumer = $1 and n.topic = $2 and n.partition = $3 and md5(n.key) = md5(g.key) and n.key = g.key
         and n.off > $4
       order by n.off limit 1)`,
    [...placeColumns(place), offset],
  );
}

/** `DeliveryTransaction.repark` */
export async function repark(
  sql: Sql,
  place: PartitionPlace,
  record: StoredRecord & { readonly parking: Parking },
): Promise<void> {
  await sql.query(
    `update eventwright_parked set state = $5, due_at = ${dueAt('$6')}, attempts = $7, failures = $8,
       first_failed_at = $9, error_class = $10, error = $11
     where consumer = $1 and topic = $2 and partition = $3 and off = $4`,
    [...placeColumns(place), record.offset, ...parkingColumns(record.parking)],
  );
}

/** For each place `Delivery.dueKeys`, of all of them in one statement. @param limit Keys of one place. */
export async function dueKeys(sql: Sql, places: readonly PartitionPlace[], limit: number): Promise<readonly DueKeys[]> {
  const rows = await sql.query(
    `select w.place::int, d.lane, d.key,
       greatest(0, extract(epoch from d.due_at - clock_timestamp()) * 1000)::float8 as due_in
     from unnest($1::text[], $2::text[], $3::int[]) with ordinality w(consumer, topic, partition, place)
     cross join lateral (
       select lane, key, min(due_at) as due_at from eventwright_parked
       where consumer = w.consumer and topic = w.topic and partition = w.partition and state = 'waiting'
       group by lane, key order by min(due_at) limit $4
     ) d
     order by w.place, d.due_at`,
    [
      places.map(({ consumer }) => consumer),
      places.map(({ topic }) => topic),
      places.map(({ partition }) => partition),
      limit + 1,
    ],
  );
  const byPlace = Map.groupBy(rows, (row) => integerOf(row, 'place'));
  return places.map((_, index) => dueKeysOf(byPlace.get(index + 1) ?? [], limit));
}

function dueKeysOf(rows: readonly Row[], limit: number): DueKeys {
  const isDue = (row: Row): boolean => numberOf(row, 'due_in') === 0;
  const later = rows.find((row) => !isDue(row));
  return {
    keys: rows
      .filter(isDue)
      .slice(0, limit)
      .map((row) => ({ lane: integerOf(row, 'lane'), key: nullable(bytesOf)(row, 'key') })),
    nextIn: later === undefined ? undefined : numberOf(later, 'due_in'),
  };
}

/** Waits until nobody else has the lane. The statements that follow see what was done in it. */
export async function holdLane(sql: Sql, lane: LanePlace): Promise<void> {
  await sql.query(
    `insert into eventwright_position as p (consumer, topic, partition, lane, next_off) values ($1, $2, $3, $4, 0)
     on conflict (consumer, topic, partition, lane) do update set next_off = p.next_off`,
    laneColumns(lane),
  );
}

function placeColumns({ consumer, topic, partition }: PartitionPlace): readonly [string, string, number] {
  return [consumer, topic, partition];
}

function laneColumns(lane: LanePlace): readonly [string, string, number, number] {
  return [...placeColumns(lane), lane.lane];
}

/** State, milliseconds until due, attempts, failures, time of the first failure, class of the error, its message. */
function parkingColumns({
  attempts,
  failures,
  dueIn,
  error,
  firstFailedAt,
}: Parking): readonly (string | number | Date | null)[] {
  const due = dueIn === 'held' ? ['dead', null] : ['waiting', dueIn];
  return [...due, attempts, failures, firstFailedAt, ...describeError(error)];
}

/** By the database's clock; null where the parameter is. */
function dueAt(milliseconds: string): string {
  return `clock_timestamp() + ${milliseconds}::float8 * interval '1 millisecond'`;
}

function parkedRecordOf({ topic, partition }: PartitionPlace, row: Row): ParkedRecord {
  return {
    record: {
      topic,
      partition,
      offset: bigintOf(row, 'off'),
      key: nullable(bytesOf)(row, 'key'),
      value: nullable(bytesOf)(row, 'value'),
      headers: headersFromJson(jsonOf(row, 'headers')),
      timestamp: Number(bigintOf(row, 'log_time')),
    },
    attempts: integerOf(row, 'attempts'),
    failures: integerOf(row, 'failures'),
    firstFailedAt: nullable(dateOf)(row, 'first_failed_at') ?? undefined,
  };
}
