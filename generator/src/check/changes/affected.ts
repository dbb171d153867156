import type { Application, Operation } from '../../model/contract-model.ts';
import type { Affected } from '../../model/finding.ts';
import type { Comparison } from './comparison.ts';

/** What operations are asked for. */
export interface Flow {
  readonly action?: Operation['action'];
  readonly address: string;
  /** Name before or after the change; without it, all messages of the channel. */
  readonly messages?: readonly string[];
}

/**
 * Who has an operation of that kind, before or after the change, sorted by name: what was deployed before goes on
 * running for a while.
 */
export function affectedBy({ base, next }: Comparison, flow: Flow): readonly Affected[] {
  return uniqueAffected(
    [...next.applications, ...base.applications].flatMap((application) =>
      application.operations
        .flatMap(withReply)
        .filter((operation) => isPartOf(flow, operation))
        .map((operation) => affected(application, operation)),
    ),
  );
}

/** Each application once for each direction, the first of them, sorted by name. */
export function uniqueAffected(all: readonly Affected[]): readonly Affected[] {
  const keyOf = ({ application, action }: Affected): string => `${application} ${action}`;
  const byKey = new Map(all.toReversed().map((one) => [keyOf(one), one]));
  return [...byKey.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Whoever sends a question receives the answer, and the other way round. */
export function withReply(operation: Operation): readonly Operation[] {
  const { action, reply } = operation;
  if (reply?.channel === undefined) return [operation];
  const { channel, messages, position } = reply;
  return [operation, { ...operation, action: action === 'send' ? 'receive' : 'send', channel, messages, position }];
}

export function affected({ name, owner }: Application, { action, position }: Operation): Affected {
  return { application: name, owner, action, position, code: [] };
}

function isPartOf({ action, address, messages }: Flow, operation: Operation): boolean {
  if (action !== undefined && operation.action !== action) return false;
  if (operation.channel.address !== address) return false;
  return messages === undefined || operation.messages.some(({ name }) => messages.includes(name));
}

/** The applications whose contract a channel or message is: those that send it, or else those that receive it. */
export function ownersOf(affectedByIt: readonly Affected[]): readonly string[] {
  const senders = affectedByIt.filter(({ action }) => action === 'send');
  const owners = senders.length > 0 ? senders : affectedByIt;
  return [...new Set(owners.map(({ application }) => application))];
}
