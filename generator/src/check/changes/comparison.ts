import type { AlteredSchema, Base, SubjectVersion } from '../../model/base.ts';
import type {
  Application,
  Channel,
  ContractModel,
  Message,
  Operation,
  SchemaFile,
} from '../../model/contract-model.ts';
import { keySubject, valueSubject } from '../../model/subjects.ts';
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
  /** Whether texts for people can be compared. */
  readonly hasTexts: boolean;
  /** Released schemas that are not as they were released. */
  readonly altered: readonly AlteredSchema[];
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

/** What a subject held before, and what of today's contracts belongs into it. */
export interface SubjectHistory {
  readonly subject: string;
  readonly isKey: boolean;
  readonly channel: Channel;
  /** That have this payload, or for the subject of the key all of the channel. */
  readonly messages: readonly Message[];
  /** Oldest first. */
  readonly previous: readonly SubjectVersion[];
  /** The versions of today, oldest first. */
  readonly versions: readonly SchemaFile[];
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
    subjects: next.channels.flatMap((channel) => subjectsOf(channel, base)),
    hasTexts: base.isWithoutTexts !== true,
    altered: base.altered ?? [],
  };
}

/** Subjects that are new have no history, and nothing to break. */
function subjectsOf(channel: Channel, base: Base): readonly SubjectHistory[] {
  const [first] = channel.messages;
  const values = Map.groupBy(channel.messages, (message) => valueSubject(channel, message));
  const all = [
    ...(first === undefined
      ? []
      : [{ subject: keySubject(channel), isKey: true, messages: channel.messages, newest: first.key }]),
    ...[...values].flatMap(([subject, messages]) =>
      messages.slice(0, 1).map(({ payload }) => ({ subject, isKey: false, messages, newest: payload })),
    ),
  ];
  return all.flatMap(({ subject, isKey, messages, newest }) => {
    const previous = base.subjects.get(subject) ?? [];
    // All of them get registered, also those that no message uses yet.
    const { versions } = newest;
    return previous.length === 0 ? [] : [{ subject, isKey, channel, messages, previous, versions }];
  });
}

function pairsBy<T>(before: readonly T[], after: readonly T[], keyOf: (one: T) => string): readonly Pair<T>[] {
  const known = new Map(before.map((one) => [keyOf(one), one]));
  return after.flatMap((one) => {
    const earlier = known.get(keyOf(one));
    return earlier === undefined ? [] : [{ before: earlier, after: one }];
  });
}
