import type { FailurePolicy } from '../model/contract-model.ts';
import { durationText } from '../model/duration.ts';
import { byName, changed, changedList, type Difference } from './difference.ts';

/** What differs of an operation's policy. `what` is the operation. */
export function diffFailurePolicy(
  what: string,
  before: FailurePolicy | undefined,
  after: FailurePolicy | undefined,
): readonly Difference[] {
  return [
    ...changed(`${what}, tries in place`, before?.attempts, after?.attempts),
    ...changed(`${what}, later tries`, laterText(before), laterText(after)),
    ...changed(`${what}, time for a try`, timeoutText(before), timeoutText(after)),
    ...diffErrors(what, classesOf(before), classesOf(after)),
  ];
}

/** All of them at once where one state has none. Their order counts as well: the first that fits an error decides. */
function diffErrors(what: string, before: readonly NamedClass[], after: readonly NamedClass[]): readonly Difference[] {
  if (before.length === 0 || after.length === 0) {
    return changedList(`${what}, errors`, before.map(classText), after.map(classText));
  }
  return [
    ...byName(before, after).flatMap((pair) =>
      changed(`${what}, error ${pair.name}`, pair.before?.class, pair.after?.class),
    ),
    ...changed(`${what}, errors in the order`, namesIn(before, after), namesIn(after, before)),
  ];
}

const classText = (one: NamedClass): string => `${one.name} ${one.class}`;

/** Those that the other state has as well. */
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
