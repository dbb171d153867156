import type {
  Arrival,
  Delivery,
  DeliveryTransaction,
  LanePlace,
  ParkedRecord,
  Parking,
  PartitionPlace,
  Verdict,
} from '../delivery.ts';
import { RuntimeError } from '../errors.ts';
import { textOf } from '../headers.ts';
import { isReplay } from '../pipeline/replay.ts';
import type { OutgoingRecord, StoredRecord } from '../transport.ts';

/** A moment in a transaction at which a test may wait or let it fail. */
export type TransactionStep = 'begin' | 'admit' | 'statement' | 'commit' | 'committed';

export interface MemoryDeliveryOptions {
  /** Rejects: at `commit` nothing happens, at `committed` all has happened and nobody knows. */
  step?(step: TransactionStep): Promise<void>;
  /** The database's clock, in milliseconds. */
  now(): number;
  /** In milliseconds. Default: for ever. */
  readonly dedupeWindow?: number | undefined;
  /** Of a record's value. Default: any number. */
  readonly maxRecordBytes?: number | undefined;
}

/** The model of delivery: what its tables do, in the words of its port. Each event has one lane, as its key says. */
export interface MemoryDelivery extends Delivery {
  /** Parameters of the statements that were committed, in the order of their transactions. */
  readonly effects: readonly unknown[][];
  /** What was enqueued and committed. */
  readonly outbox: readonly OutgoingRecord[];
  /** Offsets of what is parked, by state. */
  parked(): Readonly<Record<Row['state'], readonly bigint[]>>;
}

interface Row extends ParkedRecord {
  readonly id: string;
  readonly lane: LanePlace;
  readonly state: 'waiting' | 'behind' | 'dead';
  readonly dueAt: number;
}

/** What is known of a lane. Never changed, only replaced. */
interface LaneState {
  readonly next: bigint;
  readonly inbox: ReadonlySet<string>;
  /** In the order of their offsets. */
  readonly rows: readonly Row[];
}

interface Work {
  readonly state: Map<string, LaneState>;
  readonly effects: unknown[][];
  readonly outbox: OutgoingRecord[];
  readonly releases: (() => void)[];
}

const emptyLane: LaneState = { next: 0n, inbox: new Set(), rows: [] };

export function memoryDelivery(options: MemoryDeliveryOptions): MemoryDelivery {
  const { step = async () => undefined, now } = options;
  const lanes = new Map<string, LaneState>();
  const locks = new Map<string, Promise<void>>();
  const effects: unknown[][] = [];
  const outbox: OutgoingRecord[] = [];

  const hold = async (work: Work, lane: LanePlace): Promise<void> => {
    const name = laneName(lane);
    if (work.state.has(name)) return;
    const before = locks.get(name);
    const held = Promise.withResolvers<void>();
    locks.set(
      name,
      Promise.resolve(before).then(() => held.promise),
    );
    work.releases.push(held.resolve);
    await before;
    work.state.set(name, lanes.get(name) ?? emptyLane);
  };

  const commit = (work: Work): void => {
    for (const [name, state] of work.state) lanes.set(name, state);
    effects.push(...work.effects);
    outbox.push(...work.outbox);
  };

  return {
    effects,
    outbox,
    parked: () => {
      const rows = [...lanes.values()].flatMap((lane) => lane.rows);
      const of = (state: Row['state']): readonly bigint[] =>
        rows.filter((row) => row.state === state).map(({ record }) => record.offset);
      return { waiting: of('waiting'), behind: of('behind'), dead: of('dead') };
    },
    transaction: async (run) => {
      const work: Work = { state: new Map(), effects: [], outbox: [], releases: [] };
      try {
        await step('begin');
        const result = await run(transactionOf(work, { ...options, step, hold: (lane) => hold(work, lane) }));
        await step('commit');
        commit(work);
        await step('committed');
        return result;
      } finally {
        for (const release of work.releases) release();
      }
    },
    dueKeys: async (place, limit) => {
      const rows = [...lanes.values()].flatMap((lane) => lane.rows);
      const waiting = rows.filter((row) => row.state === 'waiting' && isAt(place, row.lane));
      const due = waiting.filter((row) => row.dueAt <= now());
      const later = waiting.filter((row) => row.dueAt > now()).map((row) => row.dueAt - now());
      return {
        keys: due.slice(0, limit).map(({ lane, record }) => ({ lane: lane.lane, key: record.key })),
        nextIn: later.length === 0 ? undefined : Math.min(...later),
      };
    },
    settled: () => undefined,
  };
}

interface TransactionOptions extends Required<Pick<MemoryDeliveryOptions, 'step' | 'now'>> {
  readonly dedupeWindow?: number | undefined;
  readonly maxRecordBytes?: number | undefined;
  hold(lane: LanePlace): Promise<void>;
}

function transactionOf(work: Work, options: TransactionOptions): DeliveryTransaction {
  const { step, hold, now } = options;
  const stateOf = (lane: LanePlace): LaneState => work.state.get(laneName(lane)) ?? emptyLane;
  const change = (lane: LanePlace, to: Partial<LaneState>): void =>
    void work.state.set(laneName(lane), { ...stateOf(lane), ...to });
  const add = (lane: LanePlace, row: Row): void => {
    const rows = [...stateOf(lane).rows, row].sort((a, b) => Number(a.record.offset - b.record.offset));
    change(lane, { rows });
  };
  const replace = (lane: LanePlace, offset: bigint, to: Partial<Row>): void =>
    change(lane, { rows: stateOf(lane).rows.map((row) => (row.record.offset === offset ? { ...row, ...to } : row)) });
  const enter = (lane: LanePlace, id: string): boolean => {
    const { inbox } = stateOf(lane);
    change(lane, { inbox: new Set([...inbox, id]) });
    return !inbox.has(id);
  };
  const rowOf = (lane: LanePlace, record: StoredRecord, { dueIn, ...parking }: Parking): Row => {
    const state = dueIn === 'held' ? 'dead' : 'waiting';
    return { ...parking, record, id: idOf(record), lane, state, dueAt: now() + (dueIn === 'held' ? 0 : dueIn) };
  };

  const judge = (lane: LanePlace, { record, id, time, claims }: Arrival): Verdict => {
    const { next, inbox, rows } = stateOf(lane);
    if (record.offset < next) return 'duplicate';
    change(lane, { next: record.offset + 1n });
    if (!claims) return 'new';
    const head = record.key === null ? undefined : rows.find((row) => sameKey(row.record, record));
    if (isReplay(record) && head?.state === 'dead' && head.id === id) {
      replace(lane, head.record.offset, { state: 'waiting', dueAt: now(), failures: 0 });
      return 'parked';
    }
    if (inbox.has(id)) return 'duplicate';
    const isTooOld = record.timestamp - time > (options.dedupeWindow ?? Number.POSITIVE_INFINITY);
    if (isTooOld && !isReplay(record)) return 'too_old';
    if (head === undefined) return enter(lane, id) ? 'new' : 'duplicate';
    const behind = { record, id, lane, state: 'behind', dueAt: 0, attempts: 0, failures: 0 } as const;
    add(lane, { ...behind, firstFailedAt: undefined });
    return 'parked';
  };

  return {
    sql: {
      query: async (_, parameters = []) => {
        await step('statement');
        work.effects.push([...parameters]);
        return [];
      },
      execute: async () => undefined,
    },
    admit: async (lane, arrivals) => {
      await hold(lane);
      await step('admit');
      return arrivals.map((arrival) => judge(lane, arrival));
    },
    park: async (lane, record, parking) => add(lane, rowOf(lane, record, parking)),
    takeParked: async (lane, key, limit) => {
      await hold(lane);
      await step('admit');
      const rows = stateOf(lane).rows.filter((row) => sameKey(row.record, { key }));
      const due = (row: Row | undefined): boolean => row?.state === 'waiting' && row.dueAt <= now();
      if (key === null) return rows.filter(due).slice(0, limit);
      return due(rows[0]) ? rows.slice(0, limit) : [];
    },
    claim: async (lane, _, id) => enter(lane, id),
    unpark: async (lane, { offset, key }) => {
      change(lane, { rows: stateOf(lane).rows.filter((row) => row.record.offset !== offset) });
      const next = stateOf(lane).rows.find((row) => row.state === 'behind' && sameKey(row.record, { key }));
      if (next !== undefined) replace(lane, next.record.offset, { state: 'waiting', dueAt: now() });
    },
    repark: async (lane, record, parking) => replace(lane, record.offset, rowOf(lane, record, parking)),
    enqueue: async (records) => {
      const most = options.maxRecordBytes ?? Number.POSITIVE_INFINITY;
      if (records.some(({ value }) => (value?.length ?? 0) > most)) throw new RuntimeError('RECORD_TOO_LARGE', 'x');
      work.outbox.push(...records);
    },
  };
}

function laneName({ consumer, topic, partition, lane }: LanePlace): string {
  return [consumer, topic, partition, lane].join(' ');
}

function isAt(place: PartitionPlace, lane: LanePlace): boolean {
  return place.consumer === lane.consumer && place.topic === lane.topic && place.partition === lane.partition;
}

/** Records without a key follow nobody. */
function sameKey(one: Pick<StoredRecord, 'key'>, other: Pick<StoredRecord, 'key'>): boolean {
  if (one.key === null || other.key === null) return one.key === other.key;
  return Buffer.compare(one.key, other.key) === 0;
}

function idOf(record: StoredRecord): string {
  return textOf(record.headers, 'ce_id') ?? `${record.topic}/${record.partition}/${record.offset}`;
}
