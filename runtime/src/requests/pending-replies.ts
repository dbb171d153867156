import { RuntimeError } from '../core/errors.ts';
import { textOf } from '../core/headers.ts';
import { decodeReplyAddress } from '../core/request-headers.ts';
import type { PendingReply, PendingRequest } from '../core/requests.ts';
import type { StoredRecord } from '../core/transport.ts';
import type { Wait } from '../core/wait.ts';
import type { RequestsStatus } from './open-requests.ts';

export interface PendingRepliesOptions {
  readonly instance: string;
  readonly limit: number;
  readonly now: () => Date;
  readonly wait: Wait;
}

/** Requests that wait for their replies. None stays longer than its deadline. */
export interface PendingReplies {
  expect(request: PendingRequest): PendingReply;
  /** Gives a reply to whoever waits for it; says why where nobody does, unless it is another process's. */
  take(record: StoredRecord): 'late' | 'duplicate' | undefined;
  status(): RequestsStatus;
  /** Ends those that wait, and takes no more. */
  close(): void;
}

interface Waiting {
  readonly resolve: (record: StoredRecord) => void;
  readonly reject: (error: unknown) => void;
}

/** Given, since to abort without a reason makes an error with a stack, for each request. */
const over = new Error('The reply was there in time.');

export function createPendingReplies({ instance, limit, now, wait }: PendingRepliesOptions): PendingReplies {
  const waiting = new Map<string, Waiting>();
  const counts = { answered: 0, timedOut: 0, late: 0, duplicates: 0 };
  let isClosed = false;

  const expect = ({ id, message, deadline, signals }: PendingRequest): PendingReply => {
    if (isClosed) throw closed(message);
    if (waiting.size >= limit) throw tooMany(message, limit);
    const { promise, resolve, reject } = Promise.withResolvers<StoredRecord>();
    // Whoever asks may have ended already, by a failure to send.
    promise.catch(() => undefined);
    const ended = new AbortController();
    const leave = (): void => {
      if (!waiting.delete(id)) return;
      ended.abort(over);
      for (const signal of signals) signal.removeEventListener('abort', giveUp);
    };
    const giveUp = (): void => {
      leave();
      reject(signals.find(({ aborted }) => aborted)?.reason);
    };
    waiting.set(id, {
      resolve: (record) => {
        leave();
        counts.answered += 1;
        resolve(record);
      },
      reject: (error) => {
        leave();
        reject(error);
      },
    });
    for (const signal of signals) signal.addEventListener('abort', giveUp, { once: true });
    if (signals.some(({ aborted }) => aborted)) giveUp();
    const left = Math.max(deadline - now().getTime(), 0);
    wait(left, ended.signal).then(
      () => {
        counts.timedOut += 1;
        leave();
        reject(timedOut(message, left));
      },
      () => undefined,
    );
    return { reply: promise, forget: leave };
  };

  const take = (record: StoredRecord): 'late' | 'duplicate' | undefined => {
    const { instance: to, deadline, causationId } = addressOf(record);
    if (to !== undefined && to !== instance) return undefined;
    const asked = causationId === undefined ? undefined : waiting.get(causationId);
    if (asked !== undefined) {
      asked.resolve(record);
      return undefined;
    }
    // A reply that says no addressee is as likely to be another's.
    if (to === undefined) return undefined;
    const isLate = deadline !== undefined && now().getTime() >= deadline;
    if (isLate) counts.late += 1;
    else counts.duplicates += 1;
    return isLate ? 'late' : 'duplicate';
  };

  return {
    expect,
    take,
    status: () => ({ pending: waiting.size, ...counts }),
    close: () => {
      isClosed = true;
      for (const { reject } of [...waiting.values()]) reject(closed('a request'));
    },
  };
}

/** What cannot be read is nobody's. */
function addressOf({ headers }: StoredRecord) {
  try {
    return { ...decodeReplyAddress(headers), causationId: textOf(headers, 'ce_causationid') };
  } catch {
    return { instance: undefined, deadline: undefined, causationId: undefined };
  }
}

function timedOut(message: string, milliseconds: number): RuntimeError {
  return new RuntimeError(
    'REQUEST_TIMEOUT',
    `${message} had no reply within ${milliseconds} ms; whoever answers may be down, slow, or have answered in vain: ask again, or give it a later deadline`,
  );
}

function tooMany(message: string, limit: number): RuntimeError {
  return new RuntimeError(
    'REQUEST_REFUSED',
    `${message} is not asked, as ${limit} requests wait for their replies already; ask less at a time, or raise "limit" of openRequests()`,
  );
}

function closed(message: string): RuntimeError {
  return new RuntimeError(
    'TRANSPORT_CLOSED',
    `${message} has no reply, as requests were closed; close them after all that asks`,
  );
}
