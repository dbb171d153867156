import type { Channel, Message } from '../../model/contract-model.ts';
import type { MessagePair, Pair } from './comparison.ts';

/** The messages of a channel that it had before and has still, those that were only renamed among them. */
export function matchMessages(channel: Pair<Channel>): readonly MessagePair[] {
  const { before, after } = channel;
  const gone = before.messages.filter((message) => named(after, message) === undefined);
  return after.messages.flatMap((message) => {
    const earlier = named(before, message) ?? gone.find(({ payload }) => payload.name === message.payload.name);
    return earlier === undefined ? [] : [{ channel, before: earlier, after: message }];
  });
}

const named = ({ messages }: Channel, { name }: Message): Message | undefined =>
  messages.find((message) => message.name === name);
