import type { Channel, Example, Header, Message } from '../../../model/contract-model.ts';
import { pascalCase, propertyName, stringLiteral } from '../../../print/identifier.ts';
import { createImportTable, type ImportTable } from '../../../print/import-table.ts';
import { applicationNames } from '../emit-application.ts';
import { messageSymbols } from '../emit-message.ts';
import { hasReply } from '../emit-replies.ts';
import { messageMember } from '../names.ts';
import type { Route } from '../routes.ts';
import { type Literal, literalOf } from './literal-of.ts';
import { literalText } from './literal-text.ts';
import { exportOf, type SnippetPlace, withImports } from './snippet-place.ts';

/** Sends the message's first example by the client of an application, or asks with it where something comes back. */
export function sendingSnippet(route: Route, place: SnippetPlace): string {
  const { message } = route;
  const isAsk = hasReply(route);
  const name = `${isAsk ? 'ask' : 'send'}${pascalCase(message.name)}`;
  const imports = createImportTable([name]);
  const client = imports.refer(exportOf(place, applicationNames(place.application).client));
  const key = imports.refer(messageSymbols(message).keyInput);
  const { value, text } = outgoing(route, { imports, indent: isAsk ? '    ' : '      ' });
  const parameters = [
    `client: ${client}`,
    `key: ${key}`,
    ...(value === 'given' ? [`value: ${imports.refer(messageSymbols(message).input)}`] : []),
  ].join(', ');
  const member = messageMember(message);
  const body = isAsk ? asking({ name, parameters, member, text }) : sending({ name, parameters, member, text });
  return withImports(body, imports, place);
}

interface Call {
  readonly name: string;
  readonly parameters: string;
  readonly member: string;
  /** What is handed over, in lines. */
  readonly text: string;
}

const sending = ({ name, parameters, member, text }: Call): string => `\
export async function ${name}(${parameters}): Promise<void> {
  // Sent if and when the transaction commits; what the service stores by \`tx\`, beside \`send\`, is a part of it.
  await client.transaction(async ({ send }) => {
    await send.${member}({
${text}    });
  });
}
`;

const asking = ({ name, parameters, member, text }: Call): string => `\
/** The name of the reply. Rejects with REQUEST_TIMEOUT where none comes by the deadline. */
export async function ${name}(${parameters}): Promise<string> {
  const reply = await client.ask.${member}({
${text}    deadline: 5_000,
  });
  return reply.name;
}
`;

/** `value` is a literal where an example gives one; else it is given to the function. */
function outgoing(
  { message, channel }: Route,
  { imports, indent }: { readonly imports: ImportTable; readonly indent: string },
): { readonly value: 'literal' | 'given'; readonly text: string } {
  const [example] = message.examples;
  const value = example === undefined ? undefined : literalOf(message.payload.schema, example.payload, imports);
  const parts = [
    ['headers', headersOf(message, example)],
    ['params', paramsOf(channel)],
    ['value', value],
  ] as const;
  const lines = parts.flatMap(([name, literal]) => {
    if (literal !== undefined) return [`${name}: ${literalText(literal, indent, indent.length + name.length + 2)}`];
    return name === 'value' ? [name] : [];
  });
  return {
    value: value === undefined ? 'given' : 'literal',
    text: ['key', ...lines].map((line) => `${indent}${line},\n`).join(''),
  };
}

/** Those of the example, and some value for others that are required. */
function headersOf({ headers }: Message, example: Example | undefined): Literal | undefined {
  const given = example?.headers;
  const entries =
    typeof given === 'object' && given !== null ? new Map<string, unknown>(Object.entries(given)) : undefined;
  const items = headers.flatMap((header) => {
    const literal =
      headerLiteral(header, entries?.get(header.name)) ?? (header.required ? anyValue(header) : undefined);
    return literal === undefined ? [] : [{ name: propertyName(header.name), value: literal }];
  });
  return items.length === 0 ? undefined : { brackets: '{}', items };
}

function headerLiteral({ type, values }: Header, value: unknown): string | undefined {
  if (values.length > 0 && !values.some((one) => one === value)) return undefined;
  if (type === 'string') return typeof value === 'string' ? stringLiteral(value) : undefined;
  return typeof value === (type === 'boolean' ? 'boolean' : 'number') ? String(value) : undefined;
}

function anyValue({ type, values: [first], name }: Header): string {
  if (first !== undefined) return typeof first === 'string' ? stringLiteral(first) : String(first);
  if (type === 'string') return stringLiteral(name);
  return type === 'boolean' ? 'true' : '1';
}

/** Those that nothing else says. */
function paramsOf({ parameters }: Channel): Literal | undefined {
  const items = parameters
    .filter((one) => one.default === undefined && one.location === undefined)
    .map(({ name, values, examples }) => ({
      name: propertyName(name),
      value: stringLiteral(values?.[0] ?? examples[0] ?? name),
    }));
  return items.length === 0 ? undefined : { brackets: '{}', items };
}
