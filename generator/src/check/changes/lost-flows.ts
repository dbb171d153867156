import type { Application, Message, Operation } from '../../model/contract-model.ts';
import { withReply } from './affected.ts';
import type { Comparison } from './comparison.ts';

/** A message that an application sent or received by an operation that it still has, and does no more. */
export interface LostFlow {
  readonly application: Application;
  readonly action: Operation['action'];
  readonly message: Message;
  /** As it is now. */
  readonly operation: Operation;
}

export function* lostFlows({ operations, messages }: Comparison): Iterable<LostFlow> {
  const successors = new Map(messages.map((pair) => [pair.before, pair.after]));
  for (const { application, before, after } of operations) {
    for (const message of before.messages) {
      const { name } = successors.get(message) ?? message;
      if (handles(application.after, after, name)) continue;
      yield { application: application.after, action: after.action, message, operation: after };
    }
  }
}

/** By this operation or by another on the same channel, also as the reply of one. */
export const handles = ({ operations }: Application, like: Operation, message: string): boolean =>
  operations
    .flatMap(withReply)
    .some(
      ({ action, channel, messages }) =>
        action === like.action &&
        channel.address === like.channel.address &&
        messages.some(({ name }) => name === message),
    );
