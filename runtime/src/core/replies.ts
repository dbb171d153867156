import { RuntimeError } from './errors.ts';
import { headerBytes } from './header-text.ts';
import { decodeReplyAddress, encodeReplyAddress, type ReplyAddress, requestHeaders } from './request-headers.ts';
import type { AnyReplyRoute, AnySends } from './routes.ts';
import { createSender, type SenderOptions, type SendingFor } from './sender.ts';
import type { WireHeaders } from './transport.ts';

/** Replies that may be sent, by the name under which they are sent. */
export type ReplyRoutes = Readonly<Record<string, AnyReplyRoute>>;

/** The sends that answer one request. */
export type RepliesFor = (routes: ReplyRoutes, address: ReplyAddress, sending: SendingFor) => AnySends;

/** A reply is a send to whoever asked: the address and the deadline go back as they came. */
export function createReplies(options: Omit<SenderOptions, 'routes'>): RepliesFor {
  return (routes, address, sending) => {
    const addressed = encodeReplyAddress(address);
    const entries = Object.entries(routes).map(([name, route]) => {
      const headers = new Map(addressed).set(requestHeaders.status, headerBytes(route.isError ? 'error' : 'ok'));
      const [send] = Object.values(createSender({ ...options, routes: { [name]: route } })({ ...sending, headers }));
      return [name, send] as const;
    });
    return Object.fromEntries(entries.flatMap(([name, send]) => (send === undefined ? [] : [[name, send]])));
  };
}

/**
 * Whom to answer. Throws `HEADER_INVALID` where a request wants its answer on a topic that the contract does not have for
 * it: what others write in a header must not choose where this application writes.
 */
export function replyAddressOf(routes: ReplyRoutes, headers: WireHeaders): ReplyAddress {
  const address = decodeReplyAddress(headers);
  const topics = new Set(Object.values(routes).map(({ channel }) => channel.topic));
  if (address.topic === undefined || topics.has(address.topic)) return address;
  throw new RuntimeError(
    'HEADER_INVALID',
    `header "${requestHeaders.topic}" is "${address.topic.slice(0, 80)}", expected ${[...topics].join(' or ')}, as the contract says`,
  );
}
