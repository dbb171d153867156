import type { Sql } from '../core/database.ts';
import type { Appended } from './append-events.ts';
import type { EventCause, NewEvent, StoreEvent, StoreEvents } from './event-types.ts';
import type { EventStore } from './open-event-store.ts';
import { readSnapshot, type SnapshotOptions, writeSnapshot } from './snapshots.ts';
import { isStreamConflict } from './stream-conflict.ts';

/** What becomes of commands, and what state follows from events. Both are pure. */
export interface AggregateOptions<Events extends StoreEvents, State, Command> {
  /** Names it, for its snapshots. */
  readonly name: string;
  readonly store: EventStore<Events>;
  /** Before the first event. */
  readonly initialState: State;
  /** The events that the command leads to; none where it changes nothing. What it throws refuses the command. */
  decide(command: Command, state: State): readonly NewEvent<Events>[];
  evolve(state: State, event: StoreEvent<Events>): State;
  /** For long streams. Default: state is read from the first event on. */
  readonly snapshots?: SnapshotOptions<State>;
}

/** State as it follows from the events of a stream. */
export interface AggregateState<State> {
  readonly state: State;
  /** 0 where the stream has no events. */
  readonly version: number;
}

/** What a command has led to. `appended` is undefined where that is nothing. */
export interface Decided<Events extends StoreEvents> {
  readonly appended: Appended<readonly NewEvent<Events>[]> | undefined;
}

export interface Aggregate<Events extends StoreEvents, State, Command> {
  read(tx: Sql, stream: string): Promise<AggregateState<State>>;
  /**
   * Reads the stream, decides and appends. Where another transaction was faster, reads what that has appended and
   * decides anew; that happens once at most, since the stream then belongs to this transaction.
   */
  execute(
    tx: Sql,
    stream: string,
    command: Command,
    options?: { readonly cause?: EventCause },
  ): Promise<Decided<Events>>;
}

/** An aggregate over a store: a stream for each, commands in, events out. */
export function aggregate<Events extends StoreEvents, State, Command>(
  options: AggregateOptions<Events, State, Command>,
): Aggregate<Events, State, Command> {
  const { name, store, initialState, decide, evolve, snapshots } = options;

  const readOn = async (tx: Sql, stream: string, known: AggregateState<State>): Promise<AggregateState<State>> => {
    const events = await store.readStream(tx, stream, { from: known.version + 1 });
    return { state: events.reduce(evolve, known.state), version: known.version + events.length };
  };
  const read = async (tx: Sql, stream: string): Promise<AggregateState<State>> => {
    const snapshot = snapshots && (await readSnapshot(tx, { stream, aggregate: name }, snapshots));
    const now = await readOn(tx, stream, snapshot ?? { state: initialState, version: 0 });
    const behind = now.version - (snapshot?.version ?? 0);
    if (snapshots && behind >= snapshots.every) await writeSnapshot(tx, { stream, aggregate: name, ...now }, snapshots);
    return now;
  };
  const tryOnce = async (
    tx: Sql,
    stream: string,
    decision: { readonly command: Command; readonly known: AggregateState<State>; readonly cause?: EventCause },
  ): Promise<Decided<Events>> => {
    const { command, known, cause } = decision;
    const events = decide(command, known.state);
    if (events.length === 0) return { appended: undefined };
    return { appended: await store.append(tx, stream, events, { expected: known.version, cause }) };
  };
  return {
    read,
    execute: async (tx, stream, command, { cause } = {}) => {
      const known = await read(tx, stream);
      const decision = { command, ...(cause === undefined ? {} : { cause }) };
      try {
        return await tryOnce(tx, stream, { ...decision, known });
      } catch (error) {
        if (!isStreamConflict(error)) throw error;
        return tryOnce(tx, stream, { ...decision, known: await readOn(tx, stream, known) });
      }
    },
  };
}
