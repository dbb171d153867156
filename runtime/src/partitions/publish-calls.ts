import { RuntimeError } from '../core/errors.ts';
import type { OutgoingRecord, RecordPosition } from '../core/transport.ts';

/** A call of `publish` that is under way. */
export interface PublishCall {
  readonly records: readonly OutgoingRecord[];
  /** False once nobody waits for the result any more. */
  isWanted(): boolean;
  /** The record of this index is durable; with the last of them the call is over. */
  appended(index: number, position: RecordPosition): void;
  /** The call is over, for this reason; only the first one counts. */
  fail(reason: unknown): void;
  /** Nothing more will be heard of one of the records, whose call has failed. */
  answered(): void;
}

/** Calls that are under way. */
export interface PublishCalls {
  begin(records: readonly OutgoingRecord[], promise: Settle): PublishCall;
  /** Resolves when nothing more will be heard of any record. */
  idle(): Promise<void>;
  failAll(reason: unknown): void;
  /** Lets the timer go. */
  end(): void;
}

interface Settle {
  resolve(positions: readonly RecordPosition[]): void;
  reject(reason: unknown): void;
}

interface OpenCall {
  /** When its time is over, by the monotonic clock. */
  readonly until: number;
  readonly call: PublishCall;
}

/** @param timeout how long a call may take, in milliseconds. One timer, for the oldest, serves all, as all have the same. */
export function createPublishCalls(timeout: number): PublishCalls {
  // A Set keeps the order of insertion, so its first element is the oldest.
  const open = new Set<OpenCall>();
  let unanswered = 0;
  let idlers: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;

  function watch(): void {
    const [oldest] = open;
    if (oldest === undefined) return;
    // Connections keep the process alive, as long as there are some.
    timer = setTimeout(expire, Math.max(1, Math.ceil(oldest.until - performance.now()))).unref();
  }

  function expire(): void {
    timer = undefined;
    const now = performance.now();
    for (const { until, call } of open) {
      if (until > now) break;
      call.fail(tooLate(call.records, timeout));
    }
    watch();
  }

  function answered(): void {
    unanswered -= 1;
    if (unanswered > 0) return;
    const woken = idlers;
    idlers = [];
    for (const wake of woken) wake();
  }

  function begin(records: readonly OutgoingRecord[], { resolve, reject }: Settle): PublishCall {
    const positions: RecordPosition[] = [];
    let left = records.length;
    let isOpen = true;
    const close = (): void => {
      isOpen = false;
      open.delete(opened);
    };
    const call: PublishCall = {
      records,
      isWanted: () => isOpen,
      appended: (index, position) => {
        positions[index] = position;
        left -= 1;
        if (left === 0 && isOpen) {
          close();
          resolve(positions);
        }
        answered();
      },
      fail: (reason) => {
        if (!isOpen) return;
        close();
        reject(reason);
      },
      answered,
    };
    const opened = { until: performance.now() + timeout, call };
    open.add(opened);
    unanswered += records.length;
    if (timer === undefined) watch();
    return call;
  }

  return {
    begin,
    idle: async () => {
      if (unanswered > 0) await new Promise<void>((resolve) => idlers.push(resolve));
    },
    failAll: (reason) => {
      for (const { call } of open) call.fail(reason);
    },
    end: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

function tooLate(records: readonly OutgoingRecord[], timeout: number): RuntimeError {
  const topics = [...new Set(records.map(({ topic }) => `'${topic}'`))].join(', ');
  return new RuntimeError(
    'TRANSPORT_FAILED',
    `Kafka did not confirm ${records.length} records for ${topics} within ${timeout} ms; some may have been ` +
      'appended. Publish them again, and see whether the brokers are up and have enough replicas in sync',
  );
}
