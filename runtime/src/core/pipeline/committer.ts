import { RuntimeError } from '../errors.ts';
import type { Wait } from '../wait.ts';

/** A commit is due after so many finished records, */
const recordsPerCommit = 100;
/** or so many milliseconds after the first of them, where the claim does not say otherwise. */
const defaultInterval = 200;

export interface CommitterOptions {
  /** Everything before it is done. */
  position(): bigint | undefined;
  commit(offset: bigint): Promise<void>;
  readonly wait: Wait;
  /** In milliseconds. Default 200. */
  readonly interval?: number | undefined;
  /** Aborted when the claim has ended or its last commit is made. */
  readonly ended: AbortSignal;
  /** A commit has failed; it is tried again. */
  failed(error: unknown): void;
}

/** Commits a claim's position now and then rather than for each record, one commit at a time. */
export interface Committer {
  /** A record is finished. */
  finished(): void;
  /** Commits what is there to commit. Failures are reported, never thrown: what is not committed comes back. */
  flush(): Promise<void>;
}

export function createCommitter(options: CommitterOptions): Committer {
  const { wait, ended, interval = defaultInterval } = options;
  let committed: bigint | undefined;
  let finishedSince = 0;
  let timerRuns = false;
  let last: Promise<void> = Promise.resolve();

  const commit = async (): Promise<void> => {
    const position = options.position();
    if (ended.aborted || position === undefined || (committed !== undefined && position <= committed)) return;
    finishedSince = 0;
    try {
      await options.commit(position);
      committed = position;
    } catch (error) {
      if (ended.aborted || RuntimeError.is(error, 'CLAIM_ENDED')) return;
      options.failed(error);
      startTimer();
    }
  };

  const flush = (): Promise<void> => {
    last = last.then(commit);
    return last;
  };

  const startTimer = (): void => {
    if (timerRuns) return;
    timerRuns = true;
    void wait(interval, ended).then(
      () => {
        timerRuns = false;
        return flush();
      },
      () => undefined,
    );
  };

  return {
    finished: () => {
      finishedSince += 1;
      if (finishedSince === recordsPerCommit) void flush();
      startTimer();
    },
    flush,
  };
}
