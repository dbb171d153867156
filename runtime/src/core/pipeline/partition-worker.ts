import type { Logger } from '../client.ts';
import type { DueKey } from '../delivery.ts';
import { RuntimeError } from '../errors.ts';
import type { PartitionClaim, StoredRecord } from '../transport.ts';
import type { Wait } from '../wait.ts';
import type { Book, Outcome } from './accounting.ts';
import { createCommitter } from './committer.ts';
import { createLanes, type Turn } from './lanes.ts';
import { createOffsetTracker } from './offset-tracker.ts';
import { type ParkedPoll, pollParked } from './poll-parked.ts';
import type { LaneContext, ParkedSettling, Settling } from './settling.ts';
import { createWindow } from './window.ts';
import type { WindowBytes } from './window-bytes.ts';

export interface PartitionWorkerOptions {
  /** How the records of a partition are settled. */
  settling(claim: PartitionClaim): Settling;
  readonly book: Book;
  readonly log: Logger;
  readonly wait: Wait;
  readonly now: () => Date;
  readonly window: number;
  /** Shared by all that work for the application. */
  readonly bytes: WindowBytes;
  readonly concurrency: number;
}

/** Works on the records of one claim. */
export interface PartitionWorker {
  /** Takes records in and resolves when there is room for more. Rejects if the worker itself has failed. */
  take(records: readonly StoredRecord[]): Promise<void>;
  /** Takes nothing in any more and starts no handler; records that wait for a retry are left alone. */
  stop(): void;
  /** Resolves when no handler is at work. */
  idle(): Promise<void>;
  /** Commits what is done. */
  commit(): Promise<void>;
  /** Aborts what is at work, which then no longer counts. The claim's end does it too. */
  end(): void;
}

/** What a lane has to do. */
type Task =
  | { readonly kind: 'record'; readonly record: StoredRecord }
  /** Takes up a parked key. */
  | { readonly kind: 'parked'; readonly key: DueKey; readonly parked: ParkedSettling; readonly over: () => void };

/** Stops at once with the claim: everything unfinished then belongs to whoever gets the partition next. */
export function createPartitionWorker(claim: PartitionClaim, options: PartitionWorkerOptions): PartitionWorker {
  const { book, log, wait } = options;
  const settling = options.settling(claim);
  const stopping = new AbortController();
  const ended = new AbortController();
  const window = createWindow(options.window, options.bytes);
  const offsets = createOffsetTracker();
  const place = { topic: claim.topic, partition: claim.partition };
  let failure: { readonly error: unknown } | undefined;
  let poll: ParkedPoll | undefined;

  const committer = createCommitter({
    position: offsets.position,
    commit: async (offset) => {
      await claim.commit(offset);
      await settling.committed(offset);
    },
    interval: claim.commitInterval,
    wait,
    ended: ended.signal,
    failed: (error) => log.warn({ ...place, err: error }, 'commit failed, will be tried again'),
  });

  const endedSignal = ended.signal;
  // The same for every turn; made anew for each they would be most of what its context costs.
  const doneAgain = (outcome: Outcome): void => {
    book.received();
    book.done(outcome);
  };
  const due = (milliseconds: number): void => poll?.due(milliseconds);
  const contextOf = (turn: Turn): LaneContext => ({
    turn,
    signal: endedSignal,
    doneAgain,
    due,
    done: (record, outcome) => {
      if (endedSignal.aborted) return;
      turn.leave();
      offsets.finished(record.offset);
      book.done(outcome);
      window.leave(bytesOf(record));
      committer.finished();
    },
  });

  const lanes = createLanes<Task>({
    concurrency: options.concurrency,
    wait,
    stopping: stopping.signal,
    batch: settling.batch,
    work: (tasks, turn) => {
      const context = contextOf(turn);
      const records: StoredRecord[] = [];
      for (const task of tasks) if (task.kind === 'record') records.push(task.record);
      return records.length === tasks.length ? settling.settle(records, context) : workOn(tasks, records, context);
    },
    paused: book.waiting,
    resumed: book.resumed,
    held: window.hold,
    released: window.release,
    failed: (error) => {
      failure = { error };
      log.error({ ...place, err: error }, 'partition worker failed, the partition is read again');
      end();
    },
  });

  const workOn = async (
    tasks: readonly Task[],
    records: readonly StoredRecord[],
    context: LaneContext,
  ): Promise<void> => {
    if (records.length > 0) await settling.settle(records, context);
    for (const task of tasks) if (task.kind === 'parked') await takeUp(task, context);
  };

  const takeUp = async (task: Extract<Task, { readonly kind: 'parked' }>, context: LaneContext): Promise<void> => {
    const isMore = await task.parked.settle(task.key, context);
    // Behind those that have come meanwhile: a long queue under one key must not hold up its lane.
    if (isMore) lanes.add(task.parked.laneOf(task.key), task);
    else task.over();
  };

  const stop = (): void => {
    stopping.abort(claimEnded(place));
    window.openForGood();
  };

  const end = (): void => {
    if (ended.signal.aborted) return;
    stop();
    ended.abort(claimEnded(place));
    book.returned(offsets.inFlight);
  };

  options.bytes.join(ended.signal);
  if (claim.signal.aborted) end();
  claim.signal.addEventListener('abort', end, { once: true });
  const { parked } = settling;
  if (parked !== undefined) {
    poll = pollParked({
      ...options,
      parked,
      stopping: stopping.signal,
      takeUp: (key) => new Promise((over) => lanes.add(parked.laneOf(key), { kind: 'parked', key, parked, over })),
      failed: (error) => log.warn({ ...place, err: error }, 'parked keys could not be looked for, will be tried again'),
    });
  }

  return {
    take: async (records) => {
      for (const record of records) {
        const room = window.room();
        if (room !== undefined) await room;
        if (failure !== undefined) throw failure.error;
        if (stopping.signal.aborted) return;
        book.received();
        offsets.started(record.offset);
        window.enter(bytesOf(record));
        lanes.add(settling.laneOf(record), { kind: 'record', record });
      }
      await window.room();
      if (failure !== undefined) throw failure.error;
    },
    stop,
    idle: lanes.idle,
    commit: committer.flush,
    end,
  };
}

function bytesOf({ key, value, headers }: StoredRecord): number {
  let bytes = (key?.length ?? 0) + (value?.length ?? 0);
  for (const content of headers.values()) bytes += content.length;
  return bytes;
}

function claimEnded({ topic, partition }: { readonly topic: string; readonly partition: number }): RuntimeError {
  return new RuntimeError(
    'CLAIM_ENDED',
    `this work no longer counts: partition ${partition} of ${topic} was given up; the event is delivered again`,
  );
}
