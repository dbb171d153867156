import type { Database } from '../core/database.ts';
import { waitByTimer } from '../core/wait.ts';
import type { EventStore, StoreEvent, StoreEvents, StoreHandlers, StorePosition } from '../event-store/index.ts';
import type { ProjectionContext } from './projection.ts';
import type { OpenSource, ProjectionSource, Source, SourceRecord } from './source.ts';
import { togetherOf } from './together.ts';

/** Under which the place in the store is kept. */
export const storeName = 'event store';

export interface StoreSourceOptions<Events extends StoreEvents> {
  readonly database: Database;
  readonly store: EventStore<Events>;
  readonly handlers: StoreHandlers<Events, ProjectionContext>;
}

/** Between two looks at a store that has nothing new, in milliseconds. */
const pollInterval = 25;

export function storeSource<Events extends StoreEvents>(options: StoreSourceOptions<Events>): ProjectionSource {
  return {
    repeats: false,
    reads: (source) => source === storeName,
    open: async (opening) => openStore(options, opening),
  };
}

function openStore<Events extends StoreEvents>(
  { database, store, handlers }: StoreSourceOptions<Events>,
  { positions }: OpenSource,
): Source {
  const [known] = positions;
  let after: StorePosition = { transaction: known?.transaction ?? 0n, number: known?.next ?? 0n };
  const recordOf = (event: StoreEvent<Events>): SourceRecord => {
    // `StoreHandlers` ties each handler to the event of its name, which an index access forgets.
    const handle = handlers[event.name] as Handle<Events> | undefined;
    const run = togetherOf(handle);
    const place = `${event.stream}@${event.version}`;
    return {
      ...placeOf(event.position),
      logTime: event.recordedAt.getTime(),
      event: handle && { id: event.id, place, apply: (ctx) => handle(event, ctx), run: run && { handle: run, event } },
    };
  };
  return {
    take: async (limit, signal) => {
      const batch = await database.transaction((tx) => store.readAfter(tx, after, limit));
      if (!batch.found) await waitByTimer(pollInterval, signal).catch(() => undefined);
      after = batch.position;
      const records = batch.events.map(recordOf);
      const last = batch.events.at(-1)?.position;
      // Events that this code does not know may stand at the end.
      const isBehind = batch.found && last?.number !== after.number;
      return isBehind ? [...records, { ...placeOf(after), logTime: 0, event: undefined }] : records;
    },
    settled: () => undefined,
    reads: () => true,
    behind: () => database.transaction((tx) => store.countAfter(tx, after, 1_000_000)),
    close: async () => undefined,
  };
}

type Handle<Events extends StoreEvents> = (event: StoreEvent<Events>, ctx: ProjectionContext) => Promise<void>;

const placeOf = ({ transaction, number }: StorePosition) => ({
  source: storeName,
  partition: 0,
  next: number,
  transaction,
});
