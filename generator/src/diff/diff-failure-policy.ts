import type { FailurePolicy } from '../model/contract-model.ts';
import { durationText } from '../model/duration.ts';
import { byName, changed, type Difference } from './difference.ts';

/** What differs of an operation's policy. `what` is the operation. */
export function diffFailurePolicy(
  what: string,
  before: FailurePolicy | undefined,
  after: FailurePolicy | undefined,
): readonly Difference[] {
  const [old, now] = [classesOf(before), classesOf(after)];
  return [
    ...changed(`${what}, tries in place`, before?.attempts, after?.attempts),
    ...changed(`${what}, later tries`, laterText(before), laterText(after)),
    ...changed(`${what}, time for a try`, timeoutText(before), timeoutText(after)),
    ...byName(old, now).flatMap((pair) =>
      changed(`${what}, error ${pair.name}`, pair.before?.class, pair.after?.class),
    ),
    ...diffOrder(what, old, now),
  ];
}

/** Of the errors that both states know: the first that fits an error decides. */
function diffOrder(what: string, before: readonly NamedClass[], after: readonly NamedClass[]): readonly Difference[] {
  return changed(`${what}, errors in the order`, namesIn(before, after), namesIn(after, before));
}

const namesIn = (list: readonly NamedClass[], other: readonly NamedClass[]): string =>
  list
    .map(({ name }) => name)
    .filter((name) => other.some((one) => one.name === name))
    .join(', ');

const laterText = (policy: FailurePolicy | undefined): string | undefined =>
  policy?.later && (policy.later.length === 0 ? 'none' : `after ${policy.later.map(durationText).join(', ')}`);

const timeoutText = (policy: FailurePolicy | undefined): string | undefined =>
  policy?.timeout === undefined ? undefined : durationText(policy.timeout);

interface NamedClass {
  readonly name: string;
  readonly class: string;
}

const classesOf = (policy: FailurePolicy | undefined): readonly NamedClass[] =>
  (policy?.errors ?? []).map((one) => ({ name: one.error, class: one.class }));
