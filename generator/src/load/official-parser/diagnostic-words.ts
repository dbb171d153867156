import { suggest } from '../../model/suggest.ts';
import type { ParserDiagnostic } from './run-official-parser.ts';

/** A sentence each: what is wrong, and what to do about it. */
export interface Words {
  readonly message: string;
  readonly help: string;
}

type Told = Pick<ParserDiagnostic, 'code' | 'message' | 'path'>;

/** What a diagnostic of the parser means, in the words of whoever wrote the document. `value` is the scalar at its place. */
export function wordsOf(diagnostic: Told, value: unknown): Words {
  const ofRule = ruleWords[diagnostic.code];
  return ofRule === undefined ? structureWords(diagnostic, value) : ofRule(diagnostic, value);
}

const specification = 'See https://www.asyncapi.com/docs/reference/specification/v3.1.0.';

/** Of the rules that are about one thing each. */
const ruleWords: Readonly<Record<string, (diagnostic: Told, value: unknown) => Words>> = {
  'asyncapi-is-asyncapi': (_, value) => ({
    message: `The official parser does not know AsyncAPI ${value}.`,
    help: 'Write `asyncapi: 3.1.0`.',
  }),
  'asyncapi3-operation-messages-from-referred-channel': ({ path }) => ({
    message: `The operation '${path[1]}' names a message that is not one of its channel, or does not name it through the channel.`,
    help: "Refer to the message as '#/channels/<channel>/messages/<message>'.",
  }),
  'asyncapi3-required-operation-channel-unambiguity': ({ path }) => ({
    message: `The channel of the operation '${path[1]}' is not one of \`channels\` of the document.`,
    help: "Refer to it as '#/channels/<channel>'.",
  }),
  'asyncapi3-required-channel-servers-unambiguity': ({ path }) => ({
    message: `The channel '${path[1]}' refers to a server that is not one of \`servers\` of the document.`,
    help: "Refer to it as '#/servers/<server>'.",
  }),
  'asyncapi3-channel-servers': () => ({
    message: 'The channel names a server that is not one of `servers` of the document.',
    help: 'Add the server, or correct the reference.',
  }),
  'asyncapi3-channel-no-query-nor-fragment': ({ path }) => ({
    message: `The name of the channel '${path.at(-1)}' has a '?' or '#', which mean something else in a reference to it.`,
    help: 'Rename the channel; its `address` may stay.',
  }),
  'asyncapi3-channel-parameters': ({ message }) => parameterWords(message),
  'asyncapi-document-unresolved': () => ({
    message: 'A `$ref` cannot stand here.',
    help: 'Write out what it refers to.',
  }),
  parser: ({ message }) => ({
    message: `The official parser cannot read this: ${sentence(message)}`,
    help: 'Write it in plain YAML: one document, no tags of your own, text with special characters in quotes.',
  }),
  'uncaught-error': ({ message }) => ({
    message: `The official parser failed: ${sentence(reasonOf(message))}`,
    help: 'Take away what is unusual about the document, one thing after another, until it passes.',
  }),
};

function parameterWords(message: string): Words {
  const missing = /Missed: (.*)\.$/.exec(message)?.[1];
  const redundant = /redundant defined "(.*)" parameter/.exec(message)?.[1];
  return missing === undefined
    ? { message: `The address has no parameter '${redundant}'.`, help: 'Remove it, or write it into the `address`.' }
    : {
        message: `The address has parameters that \`parameters\` does not describe: ${missing}.`,
        help: 'Describe each of them there; `{}` will do.',
      };
}

/** Without the stack trace of the parser. */
const reasonOf = (message: string): string => /, message: (.*?)(?:, stack: |$)/s.exec(message)?.[1] ?? message;

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Of the rules that hold the document against the JSON Schema of AsyncAPI. */
function structureWords({ message: said, path }: Told, value: unknown): Words {
  const [, told = said, suggestion] = /^(.*?)\. ((?:Did you mean|There is|There are)\b.*)$/s.exec(said) ?? [];
  const [, name] = /^Property "(.*)" is not expected to be here$/s.exec(told) ?? [];
  if (name !== undefined) {
    return { message: `${unknownProperty}${name}' here.`, help: suggestion ?? unexpected };
  }
  const [, property, predicate] =
    /^(?:Object|Value|"(.*)" property|Item at index \d+)(?: type)? (must .*)$/s.exec(told) ?? [];
  if (predicate === undefined) return { message: sentence(told), help: suggestion ?? specification };
  // Where the path leads on through a `$ref`, it is still the property that is meant.
  const isMoved = property !== undefined && property !== path.at(-1);
  const subject = isMoved ? `'${property}'` : subjectOf(path);
  for (const [pattern, words] of predicates) {
    const match = pattern.exec(predicate);
    if (match !== null) return withSubject(subject, words(match, { value, path }));
  }
  return { message: `${subject} ${predicate}.`, help: suggestion ?? specification };
}

const unknownProperty = "There is no property '";

/** Whether a finding, made of a diagnostic, is about a name that nobody knows. */
export const isAboutUnknownProperty = ({ message }: Pick<Words, 'message'>): boolean =>
  message.startsWith(unknownProperty);

const withSubject = (subject: string, { message, help }: Words): Words => ({ message: `${subject} ${message}`, help });

const unexpected = 'Correct its name, or remove it. A property of your own starts with `x-`.';

interface Place {
  readonly value: unknown;
  readonly path: ParserDiagnostic['path'];
}

type Predicate = readonly [RegExp, (match: RegExpExecArray, place: Place) => Words];

/** What Ajv says of a value, and how a sentence that begins with the value says it. */
const predicates: readonly Predicate[] = [
  [
    /^must have required property "(.*)"$/s,
    ([, name]) => ({ message: `has no '${name}'.`, help: `Add \`${name}:\`.` }),
  ],
  [
    /^must be ((?:array|boolean|integer|null|number|object|string)(?:,\w+)*)$/,
    ([, kinds = ''], { value }) => ({ message: `must be ${kindsOf(kinds)}${butIs(value)}.`, help: helpOfKind(kinds) }),
  ],
  [
    /^must be equal to (?:one of the allowed values: (.*)|constant)$/s,
    ([, allowed = ''], { value }) => ({ message: `cannot be ${shown(value)}.`, help: helpOfValues(allowed, value) }),
  ],
  [
    /^must match format "(.*)"$/,
    ([, format = ''], { value }) => ({
      message: cannotBe(value, formats[format] ?? `no ${format}`),
      help: specification,
    }),
  ],
  [
    /^must match pattern "(.*)"$/s,
    ([, pattern = ''], { path, value }) =>
      path.at(-1) === 'location'
        ? { message: cannotBe(value, 'no place in a message'), help: runtimeExpression }
        : { message: cannotBe(value, `nothing that the pattern ${pattern} matches`), help: specification },
  ],
  [
    /^must be >= (.*)$/,
    ([, least], { value }) => ({ message: `must be at least ${least}${butIs(value)}.`, help: specification }),
  ],
  [
    /^must be <= (.*)$/,
    ([, most], { value }) => ({ message: `must be at most ${most}${butIs(value)}.`, help: specification }),
  ],
  [
    /^must not have duplicate items \(items ## (\d+) and (\d+) are identical\)$/,
    ([, a, b]) => {
      const [first, second] = [Number(a) + 1, Number(b) + 1].sort((x, y) => x - y);
      return { message: `has one item twice: items ${first} and ${second}.`, help: 'Remove one of them.' };
    },
  ],
  [/^must not be valid$/, () => ({ message: 'is not allowed here.', help: specification })],
  [
    /^must match (?:"\w+" schema|a schema in|exactly one schema)/,
    () => ({ message: 'has none of the forms that it can have here.', help: specification }),
  ],
];

const formats: Readonly<Record<string, string>> = {
  email: 'no e-mail address',
  uri: 'no address such as https://example.com',
  'uri-reference': 'no address',
};

const runtimeExpression = 'Write it as `$message.header#/correlationId` or `$message.payload#/orderId`.';

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  null: 'empty',
  number: 'a number',
  object: 'an object',
  string: 'text',
};

const kindsOf = (listed: string): string =>
  listed
    .split(',')
    .map((kind) => kinds[kind] ?? kind)
    .join(' or ');

const helpOfKind = (listed: string): string =>
  listed === 'string' ? 'Put it in quotes if it is meant as text.' : specification;

function helpOfValues(allowed: string, value: unknown): string {
  const names = [...allowed.matchAll(/"([^"]*)"/g)].map(([, name = '']) => name);
  const listed = names.length === 0 ? specification : `It can be ${names.map((name) => `'${name}'`).join(', ')}.`;
  return typeof value === 'string'
    ? (suggest(value, names) ?? listed).replace(/^There (is|are):/, 'It can be')
    : listed;
}

const maxShown = 60;

function shown(value: unknown): string {
  if (value === undefined) return 'that';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}

const butIs = (value: unknown): string => (value === undefined ? '' : `, not ${shown(value)}`);

const cannotBe = (value: unknown, reason: string): string =>
  value === undefined ? `is ${reason}.` : `cannot be ${shown(value)}: that is ${reason}.`;

const holders: Readonly<Record<string, string>> = {
  servers: 'server',
  channels: 'channel',
  operations: 'operation',
  messages: 'message',
  parameters: 'parameter',
  variables: 'variable',
  schemas: 'schema',
  properties: 'property',
};

/** `The server 'kafka'`, `Item 1 of 'tags'`, `'title'` */
function subjectOf(path: ParserDiagnostic['path']): string {
  const [above, last] = [path.at(-2), path.at(-1)];
  if (last === undefined) return 'The document';
  const holder = typeof above === 'string' && Object.hasOwn(holders, above) ? holders[above] : undefined;
  if (/^\d+$/.test(String(last)))
    return above === undefined ? `Item ${Number(last) + 1}` : `Item ${Number(last) + 1} of '${above}'`;
  return holder === undefined ? `'${last}'` : `The ${holder} '${last}'`;
}
