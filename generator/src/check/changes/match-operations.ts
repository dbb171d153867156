import type { Application, Operation } from '../../model/contract-model.ts';
import type { OperationPair, Pair } from './comparison.ts';

/** The operations that an application had before and has still, those that were only renamed among them. */
export function matchOperations(application: Pair<Application>): readonly OperationPair[] {
  const { before, after } = application;
  const pairs = before.operations.flatMap((operation): readonly OperationPair[] => {
    const same = after.operations.find((other) => other.id === operation.id && doesTheSame(operation, other));
    return same === undefined ? [] : [{ application, before: operation, after: same }];
  });
  const matched = new Set(pairs.flatMap((pair) => [pair.before, pair.after]));
  const renamed = before.operations.flatMap((operation): readonly OperationPair[] => {
    if (matched.has(operation)) return [];
    const other = after.operations.find((one) => !matched.has(one) && doesTheSame(operation, one));
    if (other === undefined) return [];
    matched.add(other);
    return [{ application, before: operation, after: other }];
  });
  return [...pairs, ...renamed];
}

const doesTheSame = (a: Operation, b: Operation): boolean =>
  a.action === b.action && a.channel.address === b.channel.address;
