import type { Message } from '../../model/contract-model.ts';
import type { UsableReply } from '../../model/usable-reply.ts';
import { arrayLiteral, type Expression, objectLiteral } from '../../print/constant-statement.ts';
import { pascalCase, stringLiteral } from '../../print/identifier.ts';
import type { ImportTable } from '../../print/import-table.ts';
import type { Property, Statement } from '../../print/statement.ts';
import { docsOf } from './docs-of.ts';
import { messageSymbols } from './emit-message.ts';
import { messageMember } from './names.ts';
import { type Entries, interfaceOf, member, type Route, routeText } from './routes.ts';
import { runtimeType } from './runtime-symbols.ts';

/** A route that has a reply. */
export interface RepliedRoute extends Route {
  readonly reply: UsableReply;
}

export const hasReply = (route: Route): route is RepliedRoute => route.reply !== undefined;

/** What comes back to a request, such as `StorefrontItemRequestedReply`. */
export const replyName = (application: string, message: Message): string =>
  `${pascalCase(application)}${pascalCase(message.name)}Reply`;

/** What may be answered to a request, such as `WarehouseItemRequestedReplies`. */
export const repliesName = (application: string, message: Message): string =>
  `${pascalCase(application)}${pascalCase(message.name)}Replies`;

/** The replies to a request as one type, told apart by their names. */
export function replyType(name: string, { message, reply }: RepliedRoute, imports: ImportTable): Statement {
  const types = reply.messages.map((one) => {
    const { output, key, headers } = messageSymbols(one);
    const status = stringLiteral(one.isError ? 'error' : 'ok');
    const parameters = [stringLiteral(one.name), status, ...[output, key, headers].map(imports.refer)];
    return `${imports.refer(runtimeType('Reply'))}<${parameters.join(', ')}>`;
  });
  return {
    kind: 'type',
    isExported: true,
    name,
    type: types.join(' | '),
    docs: docsOf(`What comes back to \`${message.name}\`.`),
  };
}

/** The functions that answer a request. */
export function repliesInterface(name: string, { message, reply }: RepliedRoute, imports: ImportTable): Statement {
  const answers = reply.messages.map((one): Property => {
    const { input, keyInput, headers } = messageSymbols(one);
    const parameters = [input, keyInput, headers].map(imports.refer).join(', ');
    return member(one, `${imports.refer(runtimeType('Answer'))}<${parameters}>`);
  });
  return interfaceOf(name, `What may be answered to \`${message.name}\`.`, answers);
}

/** For whoever asks: all replies, so that the one that comes is recognised. */
export const askEntries = ({ reply }: RepliedRoute, imports: ImportTable): Entries => [
  ['replies', arrayLiteral(reply.messages.map((message) => replyText(message, reply, imports)))],
];

/** For whoever answers: the replies by the names under which they are sent. */
export function answerEntries({ reply }: Route, imports: ImportTable): Entries {
  if (reply === undefined) return [];
  const entries = reply.messages.map(
    (message) => [messageMember(message), replyText(message, reply, imports)] as const,
  );
  return [['replies', objectLiteral(entries)]];
}

const replyText = (message: Message, { channel }: UsableReply, imports: ImportTable): Expression =>
  routeText({ message, channel }, imports, message.isError ? [['isError', 'true']] : []);
