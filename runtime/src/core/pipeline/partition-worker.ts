import type { Logger } from '../client.ts';
import { RuntimeError } from '../errors.ts';
import type { PartitionClaim, StoredRecord } from '../transport.ts';
import type { Wait } from '../wait.ts';
import type { Book } from './accounting.ts';
import { createCommitter } from './committer.ts';
import { createLanes, type Turn } from './lanes.ts';
import { createOffsetTracker } from './offset-tracker.ts';
import { type Pipeline, processRecord } from './process-record.ts';
import { createWindow } from './window.ts';

export interface PartitionWorkerOptions {
  readonly pipeline: Pipeline;
  readonly book: Book;
  readonly log: Logger;
  readonly wait: Wait;
  readonly window: number;
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

/** Stops at once with the claim: everything unfinished then belongs to whoever gets the partition next. */
export function createPartitionWorker(claim: PartitionClaim, options: PartitionWorkerOptions): PartitionWorker {
  const { pipeline, book, log, wait } = options;
  const stopping = new AbortController();
  const ended = new AbortController();
  const window = createWindow(options.window);
  const offsets = createOffsetTracker();
  const place = { topic: claim.topic, partition: claim.partition };
  let failure: { readonly error: unknown } | undefined;

  const committer = createCommitter({
    position: offsets.position,
    commit: (offset) => claim.commit(offset),
    interval: claim.commitInterval,
    wait,
    ended: ended.signal,
    failed: (error) => log.warn({ ...place, err: error }, 'commit failed, will be tried again'),
  });

  const work = async (record: StoredRecord, turn: Turn): Promise<void> => {
    const outcome = await processRecord(record, { turn: counted(turn, book), signal: ended.signal }, pipeline);
    if (ended.signal.aborted) return;
    offsets.finished(record.offset);
    book.done(outcome);
    window.leave(bytesOf(record));
    committer.finished();
  };

  const lanes = createLanes<StoredRecord>({
    concurrency: options.concurrency,
    wait,
    stopping: stopping.signal,
    work,
    held: window.hold,
    released: window.release,
    failed: (error) => {
      failure = { error };
      log.error({ ...place, err: error }, 'partition worker failed, the partition is read again');
      end();
    },
  });

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

  if (claim.signal.aborted) end();
  claim.signal.addEventListener('abort', end, { once: true });

  return {
    take: async (records) => {
      for (const record of records) {
        await window.room();
        if (failure !== undefined) throw failure.error;
        if (stopping.signal.aborted) return;
        book.received();
        offsets.started(record.offset);
        window.enter(bytesOf(record));
        lanes.add(record.key, record);
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

/** The turn, with the books kept about who waits. */
function counted(turn: Turn, book: Book): Turn {
  return {
    pause: async (milliseconds, scope) => {
      book.waiting();
      try {
        await turn.pause(milliseconds, scope);
      } finally {
        book.resumed();
      }
    },
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
