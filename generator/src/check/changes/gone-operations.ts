import type { Application, Operation } from '../../model/contract-model.ts';
import type { Comparison } from './comparison.ts';
import { handles } from './lost-flows.ts';

/** An operation that an application has no more, although the channel is still there. */
export interface GoneOperation {
  /** As it is now. */
  readonly application: Application;
  /** As it was. */
  readonly operation: Operation;
  /** What has its id now, with another action or channel. */
  readonly successor: Operation | undefined;
}

/** Operations whose messages another operation of the same application took over are not among them. */
export function* goneOperations({ applications, operations, next }: Comparison): Iterable<GoneOperation> {
  const kept = new Set(operations.map(({ before }) => before));
  const addresses = new Set(next.channels.map(({ address }) => address));
  for (const { before, after } of applications) {
    for (const operation of before.operations) {
      if (kept.has(operation) || !addresses.has(operation.channel.address)) continue;
      if (operation.messages.every(({ name }) => handles(after, operation, name))) continue;
      const successor = after.operations.find(({ id }) => id === operation.id);
      yield { application: after, operation, successor };
    }
  }
}
