import type { Channel, Message, Operation, Reply } from './contract-model.ts';

/** A reply by which clients can ask and answer. */
export interface UsableReply {
  readonly channel: Channel;
  readonly messages: readonly Message[];
}

/** Undefined where the operation has no reply, or one that says too little: it then sends or receives and no more. */
export function usableReply({ reply }: Pick<Operation, 'reply'>): UsableReply | undefined {
  if (reply?.channel === undefined || replyProblem(reply) !== undefined) return undefined;
  return { channel: reply.channel, messages: reply.messages };
}

/** Why nobody can ask or answer by it. */
export function replyProblem({ channel, messages, location }: Reply): string | undefined {
  if (channel === undefined) return 'says no channel that the reply comes on';
  if (channel.parameters.length > 0) return `comes on '${channel.address}', a channel with parameters`;
  if (messages.length === 0) return 'has no message';
  if (location !== undefined && location !== replyAddressLocation) return `has its address at ${location}`;
  return undefined;
}

/** Where a request says the topic of its reply, as the runtime writes it. */
export const replyAddressLocation = '$message.header#/reply_topic';
