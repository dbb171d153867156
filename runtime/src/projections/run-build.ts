import { backoffDelay } from '../core/pipeline/backoff.ts';
import { handlerFailure } from '../core/pipeline/failure.ts';
import { waitByTimer } from '../core/wait.ts';
import { type Applying, applyRecords, forgetApplied, lastOfEach } from './apply-records.ts';
import type { Books } from './books.ts';
import { readPositions } from './build.ts';
import { giveLeaseBack, noteBehind, noteError } from './leases.ts';
import { switchTo } from './show-tables.ts';
import type { ProjectionSource, Source, SourceRecord } from './source.ts';

export interface RunBuildOptions extends Omit<Applying, 'signal' | 'repeats'> {
  readonly source: ProjectionSource;
  /** Records that may share a transaction. */
  readonly batch: number;
  readonly signal: AbortSignal;
  readonly books: Books;
  /** Something was applied, or shown. */
  advanced(): void;
  /** Of the build that is shown: why it does not get on, or that it does again. */
  fares(error: unknown): void;
}

const retries = { first: 100, longest: 30_000 };
/** Between two looks at how far the source is, and at ids that can be forgotten, in milliseconds. */
const lookInterval = 1_000;
const forgetInterval = 60_000;

/** Runs a build whose lease this process holds, until it is told to end, or the build is no longer its own. */
export async function runBuild(options: RunBuildOptions): Promise<void> {
  const { build, source, log } = options;
  const reading = new AbortController();
  const signal = AbortSignal.any([options.signal, reading.signal]);
  const applying: Applying = { ...options, signal, repeats: source.repeats };
  const failed = (error: Error): void => {
    log.error({ projection: build.name, build: build.build, err: error }, 'a projection reads no more, begins anew');
    reading.abort(error);
  };
  const positions = await options.database.transaction((tx) => readPositions(tx, build));
  const opened = await source.open({ group: build.group, positions, failed });
  try {
    await applyAll(opened, { ...options, signal }, applying);
  } finally {
    await opened.close();
    await giveLeaseBack(applying);
  }
}

async function applyAll(source: Source, options: RunBuildOptions, applying: Applying): Promise<void> {
  const upkeep = createUpkeep(source, options, applying);
  const sizes = batchSizes(options.batch);
  let records: readonly SourceRecord[] = [];
  let failures = 0;
  while (!options.signal.aborted) {
    try {
      if (records.length === 0) records = await takeSome(source, options);
      const some = records.slice(0, sizes.current());
      if (some.length > 0) {
        const outcome = await applyRecords(some, failures + 1, applying);
        if (outcome === undefined) break;
        // First of all: what is committed is settled, whatever fails after it.
        records = records.slice(some.length);
        options.books.settled(outcome);
      }
      await settle(source, some, options);
      failures = 0;
      sizes.succeeded();
      if (!(await upkeep(records.length === 0 && some.length === 0))) break;
    } catch (error) {
      failures += 1;
      const kind = handlerFailure(error).kind;
      if (kind !== 'outage' && kind !== 'conflict') sizes.failed();
      // A large batch is tried in halves at once: those before the event that fails need not wait for it.
      const pause = sizes.halving() ? 0 : backoffDelay(failures, retries, Math.random);
      if (pause > 0) await tellFailure(error, options, applying);
      await waitByTimer(pause, options.signal).catch(() => undefined);
    }
  }
  options.books.givenBack(records.length);
}

async function takeSome(
  source: Source,
  { batch, signal, log, build, books }: RunBuildOptions,
): Promise<readonly SourceRecord[]> {
  const records = await source.take(batch, signal);
  books.received(records.length);
  for (const { source: topic, partition, next, unreadable } of records) {
    if (unreadable === undefined) continue;
    const place = { projection: build.name, topic, partition, offset: next - 1n };
    log.error({ ...place, err: unreadable }, 'a projection passes over a record that nobody can read');
  }
  return records;
}

async function settle(source: Source, applied: readonly SourceRecord[], options: RunBuildOptions): Promise<void> {
  if (options.build.state === 'live') options.fares(undefined);
  if (applied.length === 0) return;
  source.settled(lastOfEach(applied));
  options.advanced();
  await options.reach('after-commit');
}

async function tellFailure(error: unknown, { build, log, fares }: RunBuildOptions, applying: Applying): Promise<void> {
  if (build.state === 'live') fares(error);
  log.error({ projection: build.name, build: build.build, err: error }, 'a projection does not get on, tries again');
  await noteError(applying, error).catch(() => undefined);
}

/** What is done beside applying; resolves with false once the build is no longer this process's. */
function createUpkeep(
  source: Source,
  options: RunBuildOptions,
  applying: Applying,
): (idle: boolean) => Promise<boolean> {
  const { build, database } = options;
  let looked = Number.NEGATIVE_INFINITY;
  let forgot = performance.now();
  let state = build.state;
  return async (idle) => {
    const now = performance.now();
    if (now - looked < (state === 'building' && idle ? 100 : lookInterval)) return true;
    looked = now;
    const behind = await source.behind();
    if (!(await noteBehind(applying, behind))) return false;
    if (state === 'building' && idle && behind === 0) {
      const { name, build: number } = build;
      const isShown = await database.transaction((tx) => switchTo(tx, { name, build: number, reads: source.reads }));
      if (isShown) {
        state = 'live';
        options.log.info({ projection: name, build: number }, 'a projection was built anew and is shown');
        options.advanced();
      }
    }
    if (applying.repeats && now - forgot > forgetInterval) {
      forgot = now;
      await forgetApplied(applying);
    }
    return true;
  };
}

interface BatchSizes {
  current(): number;
  /** Whether a smaller batch is to be tried before anything is waited for. */
  halving(): boolean;
  succeeded(): void;
  failed(): void;
}

function batchSizes(most: number): BatchSizes {
  let size = most;
  let halving = false;
  return {
    current: () => size,
    halving: () => halving,
    succeeded: () => {
      halving = false;
      size = Math.min(most, size * 2);
    },
    failed: () => {
      halving = size > 1;
      size = Math.max(1, Math.floor(size / 2));
    },
  };
}
