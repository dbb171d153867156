import type { Application, Channel, FailurePolicy, Message } from '../../model/contract-model.ts';
import { keySubject, valueSubject } from '../../model/subjects.ts';
import { type UsableReply, usableReply } from '../../model/usable-reply.ts';
import { type Expression, objectLiteral } from '../../print/constant-statement.ts';
import { propertyName, stringLiteral } from '../../print/identifier.ts';
import type { ImportTable } from '../../print/import-table.ts';
import type { Property, Statement } from '../../print/statement.ts';
import { docsOf } from './docs-of.ts';
import { documentation, messageSymbols } from './emit-message.ts';
import { channelSymbol } from './emit-topics.ts';
import { messageMember } from './names.ts';

/** A message that the application sends or receives, and how. */
export interface Route {
  readonly message: Message;
  readonly channel: Channel;
  readonly group: string;
  readonly failurePolicy: FailurePolicy | undefined;
  /** What answers it. */
  readonly reply: UsableReply | undefined;
}

/** One route per message, sorted by name; a check has refused a message that travels two ways. */
export function routes({ operations }: Application, action: 'send' | 'receive'): readonly Route[] {
  const byMember = new Map<string, Route>();
  for (const operation of operations.filter((one) => one.action === action)) {
    const { channel, messages, group, failurePolicy } = operation;
    const reply = usableReply(operation);
    for (const message of messages) {
      byMember.set(messageMember(message), { message, channel, group, failurePolicy, reply });
    }
  }
  return [...byMember].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, route]) => route);
}

export type Entries = readonly (readonly [string, Expression])[];

/** The route of a message as the runtime takes it. */
export function routeText(
  { message, channel }: Pick<Route, 'message' | 'channel'>,
  imports: ImportTable,
  more: Entries,
): Expression {
  return objectLiteral([
    ['channel', imports.refer(channelSymbol(channel))],
    ['message', imports.refer(messageSymbols(message).descriptor)],
    ['valueSubject', stringLiteral(valueSubject(channel, message))],
    ['keySubject', stringLiteral(keySubject(channel))],
    ...more,
  ]);
}

/** What is done with a message, under its name. */
export function member(message: Message, type: string, more = ''): Property {
  return {
    name: propertyName(messageMember(message)),
    isReadonly: true,
    type,
    docs: docsOf(documentation(message, more)),
  };
}

export function interfaceOf(name: string, doc: string, properties: readonly Property[]): Statement {
  return { kind: 'interface', isExported: true, name, docs: docsOf(doc), properties };
}
