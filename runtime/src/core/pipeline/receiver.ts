import type { PartitionPlace } from '../delivery.ts';
import type { PartitionClaim, PartitionLag, StoredRecord, Subscriber, Subscription } from '../transport.ts';
import type { Wait } from '../wait.ts';
import { createPartitionWorker, type PartitionWorker, type PartitionWorkerOptions } from './partition-worker.ts';
import { createWindowBytes } from './window-bytes.ts';

export interface ReceiverOptions extends Omit<PartitionWorkerOptions, 'bytes'> {
  readonly subscriber: Subscriber;
  readonly group: string;
  readonly topics: readonly string[];
  /** How long handlers at work are waited for, in milliseconds. */
  readonly drainTimeout: number;
  /** The subscription has ended for good. */
  failed(error: Error): void;
}

/** A consumer group's member at work. */
export interface Receiver {
  status(): ReceiverStatus;
  /** How far the group is behind, as far as the transport can tell. */
  lag(): Promise<readonly PartitionLag[]>;
  /** Stops intake, waits for handlers at work, commits and leaves the group. */
  close(): Promise<void>;
}

export interface ReceiverStatus {
  readonly consumer: string;
  readonly partitions: readonly PartitionPlace[];
  /** Since when nothing comes although there is something to come, as far as the transport can tell. */
  readonly stalledSince: Date | undefined;
  /** Since when it is no member of the group, though it tries to be, as far as the transport can tell. */
  readonly lostSince: Date | undefined;
}

/** Joins the group and works on each partition that it is given. */
export async function openReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { subscriber, group, topics, log } = options;
  const workers = createWorkers(options);
  const subscription = await subscriber.subscribe({
    group,
    topics,
    startFrom: 'earliest',
    onClaim: (claim) => void workers.open(claim),
    onRecords: workers.take,
    onError: (error) => log.warn({ group, err: error }, 'subscription met a failure and goes on'),
    onFatal: (error) => {
      log.error({ group, err: error }, 'subscription has ended');
      options.failed(error);
    },
  });
  let closing: Promise<void> | undefined;
  return {
    status: () => {
      const { assigned, stalledSince, lostSince } = subscription.status?.() ?? {
        assigned: workers.claims(),
        stalledSince: undefined,
      };
      const partitions = assigned.map(({ topic, partition }) => ({ consumer: group, topic, partition }));
      return { consumer: group, partitions, stalledSince, lostSince };
    },
    lag: async () => (await subscription.lag?.()) ?? [],
    close: () => {
      closing ??= closeReceiver(subscription, workers, options);
      return closing;
    },
  };
}

async function closeReceiver(subscription: Subscription, workers: Workers, options: ReceiverOptions): Promise<void> {
  const { group, log } = options;
  workers.stop();
  await subscription.stop().catch((error: unknown) => log.warn({ group, err: error }, 'intake could not be stopped'));
  await withDeadline(workers.idle(), options);
  await workers.commit();
  workers.end();
  await subscription.close();
}

interface Workers {
  /** Begins to work on what was left from before. */
  open(claim: PartitionClaim): Promise<void>;
  take(claim: PartitionClaim, records: readonly StoredRecord[]): Promise<void>;
  /** Those that records came from. */
  claims(): readonly PartitionClaim[];
  stop(): void;
  idle(): Promise<void>;
  commit(): Promise<void>;
  end(): void;
}

/** One worker for each claim. */
function createWorkers(options: ReceiverOptions): Workers {
  const workers = new Map<PartitionClaim, PartitionWorker>();
  const bytes = createWindowBytes();
  /** By partition, handlers that were at work when its last claim ended. */
  const leftovers = new Map<string, Promise<void>>();
  const stopping = new AbortController();

  const workerOf = (claim: PartitionClaim): PartitionWorker => {
    const known = workers.get(claim);
    if (known !== undefined) return known;
    const worker = createPartitionWorker(claim, { ...options, bytes });
    workers.set(claim, worker);
    claim.signal.addEventListener('abort', () => retire(claim, worker), { once: true });
    return worker;
  };

  const retire = (claim: PartitionClaim, worker: PartitionWorker): void => {
    workers.delete(claim);
    leftovers.set(partitionName(claim), withDeadline(worker.idle(), options, stopping.signal));
  };

  /** A partition that comes back waits for the handlers of its last claim, lest two work on one key at a time. */
  const open = async (claim: PartitionClaim): Promise<PartitionWorker | undefined> => {
    await leftovers.get(partitionName(claim));
    return stopping.signal.aborted || claim.signal.aborted ? undefined : workerOf(claim);
  };

  return {
    open: async (claim) => void (await open(claim)),
    take: async (claim, records) => {
      const worker = await open(claim);
      await worker?.take(records);
    },
    claims: () => [...workers.keys()],
    stop: () => {
      stopping.abort();
      for (const worker of workers.values()) worker.stop();
    },
    idle: async () => {
      await Promise.all([...workers.values()].map((worker) => worker.idle()));
    },
    commit: async () => {
      await Promise.all([...workers.values()].map((worker) => worker.commit()));
    },
    end: () => {
      for (const worker of workers.values()) worker.end();
    },
  };
}

/** Resolves with the work, or without it once the drain timeout has passed or nobody is interested any more. */
async function withDeadline(
  work: Promise<unknown>,
  { wait, drainTimeout }: { readonly wait: Wait; readonly drainTimeout: number },
  dropped?: AbortSignal,
): Promise<void> {
  const finished = new AbortController();
  const signal = dropped === undefined ? finished.signal : AbortSignal.any([finished.signal, dropped]);
  const deadline = wait(drainTimeout, signal).catch(() => undefined);
  await Promise.race([work, deadline]);
  finished.abort();
}

function partitionName({ topic, partition }: PartitionClaim): string {
  return `${topic}/${partition}`;
}
