import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from '../core/client.ts';
import { quietLogger } from '../core/quiet-logger.ts';
import { quietTelemetry } from '../core/quiet-telemetry.ts';
import type { AskedWithin, Requests } from '../core/requests.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { Subscriber } from '../core/transport.ts';
import { type Wait, waitByTimer } from '../core/wait.ts';
import { createPendingReplies } from './pending-replies.ts';
import { createReplyListener } from './reply-listener.ts';

export interface OpenRequestsOptions {
  /** Where replies come from; the one by which is asked. */
  readonly transport: Subscriber;
  /** Default: says nothing. */
  readonly log?: Logger;
  /** Hears of replies that nobody waited for. Default: none. */
  readonly telemetry?: readonly Telemetry[];
  /** Requests that may wait for their replies at the same time; further ones are refused. Default 10,000. */
  readonly limit?: number;
  /** Default: the system's clock. */
  readonly now?: () => Date;
  /** Default: the system's timers. */
  readonly wait?: Wait;
}

/** Counts since the start, but for `pending`. */
export interface RequestsStatus {
  /** Requests that wait for their replies now. */
  readonly pending: number;
  readonly answered: number;
  readonly timedOut: number;
  /** Replies that came after their deadline, and were dropped. */
  readonly late: number;
  /** Replies that came once more, or to nobody in this process, and were dropped. */
  readonly duplicates: number;
}

export interface OpenRequests extends Requests {
  status(): RequestsStatus;
  /**
   * Ends requests that still wait, with `TRANSPORT_CLOSED`, and takes no more replies. To be called when nothing asks any
   * more, and before the transport is closed.
   */
  close(): Promise<void>;
}

/**
 * Brings replies back to this process: what clients need that ask, one for each process. Costs nothing until a client
 * asks or receives. Every process reads all replies of the topics that it waits on, from the moment on when it begins to
 * listen, in a group of its own, so that no rebalance of others can take one from it; the group ends with the process.
 */
export function openRequests(options: OpenRequestsOptions): OpenRequests {
  const { transport, limit = 10_000, now = () => new Date(), wait = waitByTimer } = options;
  const log = quietLogger(options.log);
  const telemetry = quietTelemetry(options.telemetry, log);
  const instance = crypto.randomUUID();
  const surroundings = new AsyncLocalStorage<AskedWithin>();
  const replies = createPendingReplies({ instance, limit, now, wait });
  const listener = createReplyListener({
    transport,
    instance,
    log,
    wait,
    now,
    take: (application, record) => {
      const reason = replies.take(record);
      if (reason !== undefined) telemetry.tell({ kind: 'unawaited', application, reason });
    },
  });
  return {
    instance,
    listen: listener.listen,
    expect: replies.expect,
    within: (within, work) => surroundings.run(within, work),
    surroundings: () => surroundings.getStore(),
    status: replies.status,
    close: async () => {
      replies.close();
      await listener.close();
    },
  };
}
