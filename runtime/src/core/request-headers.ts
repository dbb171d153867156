import { RuntimeError } from './errors.ts';
import { headerBytes } from './header-text.ts';
import { textOf } from './headers.ts';
import type { WireHeaders } from './transport.ts';

/** Headers that requests and replies have besides those of every message; `docs/guides/request-reply.md` explains them. */
export const requestHeaders = {
  /** Of both: the topic that the reply goes to. */
  topic: 'reply_topic',
  /** Of both: the process that asked. */
  instance: 'reply_instance',
  /** Of both: until when an answer is waited for, in milliseconds since the epoch, by the clock of who asked. */
  deadline: 'request_deadline',
  /** Of replies: `ok`, or `error` where the contract marks the message so. */
  status: 'reply_status',
} as const;

/** Whom to answer, and until when; each undefined where the request does not say. */
export interface ReplyAddress {
  readonly topic: string | undefined;
  readonly instance: string | undefined;
  /** Milliseconds since the epoch. */
  readonly deadline: number | undefined;
}

export function encodeReplyAddress({ topic, instance, deadline }: ReplyAddress): Map<string, Uint8Array> {
  const headers = new Map<string, Uint8Array>();
  if (topic !== undefined) headers.set(requestHeaders.topic, headerBytes(topic));
  if (instance !== undefined) headers.set(requestHeaders.instance, headerBytes(instance));
  if (deadline !== undefined) headers.set(requestHeaders.deadline, headerBytes(String(deadline)));
  return headers;
}

/** Throws `HEADER_INVALID` where the deadline is no number of milliseconds. */
export function decodeReplyAddress(headers: WireHeaders): ReplyAddress {
  const deadline = textOf(headers, requestHeaders.deadline);
  if (deadline !== undefined && !/^\d{1,15}$/.test(deadline)) {
    throw new RuntimeError(
      'HEADER_INVALID',
      `header "${requestHeaders.deadline}" is "${deadline.slice(0, 80)}", expected milliseconds since the epoch`,
    );
  }
  return {
    topic: textOf(headers, requestHeaders.topic),
    instance: textOf(headers, requestHeaders.instance),
    deadline: deadline === undefined ? undefined : Number(deadline),
  };
}
