import type { Application, Message } from '../../../model/contract-model.ts';
import { declarationName, propertyName, stringLiteral } from '../../../print/identifier.ts';
import { createImportTable, type ImportTable } from '../../../print/import-table.ts';
import { applicationNames } from '../emit-application.ts';
import { messageSymbols } from '../emit-message.ts';
import { hasReply, type RepliedRoute, repliesName } from '../emit-replies.ts';
import { messageMember } from '../names.ts';
import { type Route, routes } from '../routes.ts';
import { runtimeType } from '../runtime-symbols.ts';
import { exportOf, type SnippetPlace, withImports } from './snippet-place.ts';

/** Handles the message, or answers it where something is to come back, by the client of an application. */
export function receivingSnippet(route: Route, place: SnippetPlace): string {
  const { message } = route;
  const names = applicationNames(place.application);
  const member = messageMember(message);
  const handler = declarationName(member);
  const imports = createImportTable([handler, 'receive', 'Answer']);
  const handlers = imports.refer(exportOf(place, names.handlers));
  const type = `${handlers}['${member}']`;
  const isRequest = hasReply(route);
  const declared = isRequest
    ? answering(route, { place, imports, handler, type })
    : handling(route, { place, handler, type });
  const value = isRequest ? `${handler}(answerTo)` : handler;
  const parameters = [
    `client: ${imports.refer(exportOf(place, names.client))}`,
    `others: Omit<${handlers}, '${member}'>`,
    ...(isRequest ? [`answerTo: ${answerType(route, imports)}`] : []),
    ...(hasParams(place.application) ? [`params: ${imports.refer(exportOf(place, names.params))}`] : []),
  ];
  const body = `${declared}
/** A client receives with a handler for each event of its contract. */
export const receive = (
${parameters.map((one) => `  ${one},\n`).join('')}): Promise<${imports.refer(runtimeType('Running'))}> =>
  client.receive({ ...others, ${member === value ? member : `${member}: ${value}`} }${hasParams(place.application) ? ', { params }' : ''});
`;
  return withImports(body, imports, place);
}

interface HandlerPlace {
  readonly place: SnippetPlace;
  /** Its name, and its type. */
  readonly handler: string;
  readonly type: string;
}

function handling({ message }: Route, { place, handler, type }: HandlerPlace): string {
  const tombstone = place.withTombstones.has(message) ? '  if (value === null) return; // Its key is gone.\n' : '';
  const field = firstField(message);
  const [event, told] = field === undefined ? ['key', 'key'] : ['key, value', `key, ${field}`];
  return `\
/** What it stores by \`ctx.tx\`, what it sends by \`ctx.send\`, and that the event is handled, are committed together. */
export const ${handler}: ${type} = async ({ ${event} }, ctx) => {
${field === undefined ? '' : tombstone}  ctx.log.info({ ${told} }, ${stringLiteral(`${message.name} received`)});
};
`;
}

/** A field for the log, which is no place for personal data; undefined where there is none. */
function firstField({ payload: { schema } }: Message): string | undefined {
  if (schema.kind !== 'record') return undefined;
  const harmless = schema.fields.find(
    ({ properties, type }) =>
      type.kind === 'primitive' && [properties, type.properties].every((one) => !Object.hasOwn(one, 'x-pii')),
  );
  if (harmless === undefined) return undefined;
  const name = propertyName(harmless.name);
  return `${name}: value.${harmless.name}`;
}

function answering(
  route: RepliedRoute,
  { place, imports, handler, type }: HandlerPlace & { readonly imports: ImportTable },
): string {
  const { message, reply } = route;
  const [first = message] = reply.messages;
  const member = messageMember(first);
  const replies = imports.refer(exportOf(place, repliesName(place.application.name, message)));
  return `\
type Answer = Parameters<${replies}['${member}']>[0];

/** Answers every request: who asked waits for it until the deadline. */
export const ${handler} =
  (answerTo: ${answerType(route, imports)}): ${type} =>
  async ({ value }, ctx) => {
${place.withTombstones.has(message) ? '    if (value === null) return;\n' : ''}    await ctx.reply.${member}(answerTo(value));
  };
`;
}

const answerType = ({ message }: Route, imports: ImportTable): string =>
  `(request: ${imports.refer(messageSymbols(message).output)}) => Answer`;

/** Whether `receive` may be told, or has to be, which topics are meant. */
const hasParams = (application: Application): boolean =>
  routes(application, 'receive').some(({ channel }) => channel.parameters.length > 0);
