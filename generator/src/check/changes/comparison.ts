import type { Base, SubjectVersion } from '../../model/base.ts';
import type { Application, Channel, ContractModel, Message, Operation } from '../../model/contract-model.ts';
import { registrationsOf } from '../../model/registrations.ts';
import { matchMessages } from './match-messages.ts';
import { matchOperations } from './match-operations.ts';

/** The contracts as they were and as they are, with what belongs together found already. */
export interface Comparison {
  readonly base: ContractModel;
  readonly next: ContractModel;
  /** By address: a channel whose key was renamed is the same channel. */
  readonly channels: readonly Pair<Channel>[];
  readonly messages: readonly MessagePair[];
  /** By name. */
  readonly applications: readonly Pair<Application>[];
  readonly operations: readonly OperationPair[];
  /** What each subject of today's contracts held before; subjects that are new are left out. */
  readonly subjects: readonly SubjectHistory[];
}

export interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

/** A message on a channel, by its name, or by its payload where only the name changed. */
export interface MessagePair extends Pair<Message> {
  readonly channel: Pair<Channel>;
}

/** An operation of an application, by its id, or by what it does where only the id changed. */
export interface OperationPair extends Pair<Operation> {
  readonly application: Pair<Application>;
}

export interface SubjectHistory {
  readonly subject: string;
  /** Oldest first. */
  readonly previous: readonly SubjectVersion[];
}

const nothing: ContractModel = { applications: [], channels: [], messages: [], schemas: [] };

/** Pure. Where of the base only schemas are known, only `subjects` has something to say. */
export function compareContracts(base: Base, next: ContractModel): Comparison {
  const before = base.model ?? nothing;
  const channels = pairsBy(before.channels, next.channels, ({ address }) => address);
  const applications = pairsBy(before.applications, next.applications, ({ name }) => name);
  return {
    base: before,
    next,
    channels,
    messages: channels.flatMap(matchMessages),
    applications,
    operations: applications.flatMap(matchOperations),
    subjects: [...new Set(registrationsOf(next).map(({ subject }) => subject))].flatMap((subject) => {
      const previous = base.subjects.get(subject);
      return previous === undefined ? [] : [{ subject, previous }];
    }),
  };
}

function pairsBy<T>(before: readonly T[], after: readonly T[], keyOf: (one: T) => string): readonly Pair<T>[] {
  const known = new Map(before.map((one) => [keyOf(one), one]));
  return after.flatMap((one) => {
    const earlier = known.get(keyOf(one));
    return earlier === undefined ? [] : [{ before: earlier, after: one }];
  });
}
