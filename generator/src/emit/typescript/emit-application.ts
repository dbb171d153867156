import type { Application, Message } from '../../model/contract-model.ts';
import { releasedVersions } from '../../model/released-versions.ts';
import { constantStatement, type Expression, objectLiteral } from '../../print/constant-statement.ts';
import { camelCase, declarationName, kebabCase, pascalCase, stringLiteral } from '../../print/identifier.ts';
import { createImportTable, type ImportTable } from '../../print/import-table.ts';
import type { Statement } from '../../print/statement.ts';
import type { TypeScriptDraft } from '../../print/typescript-draft.ts';
import { docsOf } from './docs-of.ts';
import { failurePolicyDoc } from './emit-failure-policy.ts';
import { messageSymbols } from './emit-message.ts';
import { locationsText, paramsSymbols, receiveParams } from './emit-params.ts';
import {
  answerEntries,
  askEntries,
  hasReply,
  type RepliedRoute,
  repliesInterface,
  repliesName,
  replyName,
  replyType,
} from './emit-replies.ts';
import { messageMember } from './names.ts';
import { type Entries, interfaceOf, member, type Route, routes, routeText } from './routes.ts';
import { runtimeType, runtimeValue } from './runtime-symbols.ts';
import { type SharedPolicies, sharePolicies } from './shared-policies.ts';

/** The names that an application's module exports. */
export interface ApplicationNames {
  readonly sends: string;
  readonly handlers: string;
  /** Declared only where it asks. */
  readonly asks: string;
  /** Parameters of the channels that it receives from; declared only where some have parameters. */
  readonly params: string;
  readonly client: string;
  readonly descriptor: string;
  readonly create: string;
}

export function applicationNames(application: Application): ApplicationNames {
  const pascal = pascalCase(application.name);
  return {
    sends: `${pascal}Sends`,
    handlers: `${pascal}Handlers`,
    asks: `${pascal}Asks`,
    params: `${pascal}Params`,
    client: `${pascal}Client`,
    descriptor: declarationName(`${camelCase(application.name)}Application`),
    create: `create${pascal}`,
  };
}

/** The client of one application: what it may send and ask, a handler for each message it receives, and the factory. */
export function emitApplication(application: Application, withTombstones: ReadonlySet<Message>): TypeScriptDraft {
  const names = applicationNames(application);
  const going = routes(application, 'send');
  const sends = going.filter((route) => !hasReply(route));
  const asks = going.filter(hasReply);
  const receives = routes(application, 'receive');
  const policies = sharePolicies(receives.map(({ failurePolicy }) => failurePolicy));
  const replies = replyNames(application, asks, receives);
  const imports = createImportTable([...Object.values(names), ...replies, ...policies.names]);
  const params = receiveParams(receives, imports);
  const plan = { application, names, imports, withTombstones };
  const typeArguments = typeArgumentsOf(names, { hasParams: params.length > 0, hasAsks: asks.length > 0 });
  return {
    module: kebabCase(application.name),
    source: application.position.file,
    imports,
    statements: [
      sendsInterface(sends, plan),
      ...askStatements(asks, plan),
      ...receives
        .filter(hasReply)
        .map((route) => repliesInterface(repliesName(application.name, route.message), route, imports)),
      handlersInterface(receives, plan),
      ...(params.length > 0 ? [interfaceOf(names.params, paramsDoc, params)] : []),
      clientInterface(plan, typeArguments),
      ...policies.statements(imports),
      descriptor(plan, { sends, asks, receives, policies, typeArguments: typeArguments.application }),
      factory(application, names, imports),
    ],
  };
}

function replyNames({ name }: Application, asks: readonly Route[], receives: readonly Route[]): readonly string[] {
  return [
    ...asks.map(({ message }) => replyName(name, message)),
    ...receives.filter(hasReply).map(({ message }) => repliesName(name, message)),
  ];
}

interface TypeArguments {
  /** Of the runtime's `Application`. */
  readonly application: string;
  /** Of its client. */
  readonly client: string;
  readonly hasParams: boolean;
  readonly hasAsks: boolean;
}

function typeArgumentsOf(
  { sends, handlers, params, asks }: ApplicationNames,
  has: Pick<TypeArguments, 'hasParams' | 'hasAsks'>,
): TypeArguments {
  const client = [sends, handlers, ...(has.hasParams ? [params] : [])];
  const asking = has.hasAsks ? [...(has.hasParams ? [] : ['never']), asks] : [];
  return { ...has, client: client.join(', '), application: [...client, ...asking].join(', ') };
}

const paramsDoc =
  'The topics to receive from, by the parameters of their channels; one that is left out stands for all of its values.';

interface Plan {
  readonly application: Application;
  readonly names: ApplicationNames;
  readonly imports: ImportTable;
  readonly withTombstones: ReadonlySet<Message>;
}

function sendsInterface(sends: readonly Route[], plan: Plan): Statement {
  return interfaceOf(
    plan.names.sends,
    'What this application may send.',
    sends.map((route) =>
      member(route.message, `${plan.imports.refer(runtimeType('Send'))}<${sendTypes(route, plan).join(', ')}>`),
    ),
  );
}

/** What it takes to send: value, key, headers and, behind what else there is, parameters. */
function sendTypes({ message, channel }: Route, { imports, withTombstones }: Plan, more: readonly string[] = []) {
  const { input, pinned, keyInput, headers } = messageSymbols(message);
  const values = [
    imports.refer(input),
    ...(releasedVersions(message).length > 1 ? [imports.refer(pinned)] : []),
    ...(withTombstones.has(message) ? ['null'] : []),
  ];
  const params = channel.parameters.length > 0 ? [imports.refer(paramsSymbols(channel).input)] : [];
  return [values.join(' | '), imports.refer(keyInput), imports.refer(headers), ...more, ...params];
}

/** The types of replies, and the requests that they come back to. */
function askStatements(asks: readonly RepliedRoute[], plan: Plan): readonly Statement[] {
  if (asks.length === 0) return [];
  const { application, imports, names } = plan;
  const nameOf = ({ message }: Route): string => replyName(application.name, message);
  const members = asks.map((route) => {
    const types = sendTypes(route, plan, [nameOf(route)]).join(', ');
    return member(route.message, `${imports.refer(runtimeType('Ask'))}<${types}>`);
  });
  return [
    ...asks.map((route) => replyType(nameOf(route), route, imports)),
    interfaceOf(names.asks, 'What this application may ask.', members),
  ];
}

function handlersInterface(
  receives: readonly Route[],
  { application, names, imports, withTombstones }: Plan,
): Statement {
  return interfaceOf(
    names.handlers,
    'A handler for each message that this application receives.',
    receives.map((route) => {
      const { message, channel, failurePolicy } = route;
      const { output, key, headers } = messageSymbols(message);
      const value = imports.refer(output) + (withTombstones.has(message) ? ' | null' : '');
      const params = channel.parameters.length > 0 ? [imports.refer(paramsSymbols(channel).output)] : [];
      const replies = hasReply(route) ? [repliesName(application.name, message)] : [];
      const type = imports.refer(runtimeType(hasReply(route) ? 'Responder' : 'Handler'));
      const parameters = [value, imports.refer(key), imports.refer(headers), names.sends, ...replies, ...params];
      return member(message, `${type}<${parameters.join(', ')}>`, failurePolicyDoc(failurePolicy));
    }),
  );
}

function clientInterface({ application, names, imports }: Plan, types: TypeArguments): Statement {
  const client = imports.refer(runtimeType(types.hasParams ? 'ChoosingClient' : 'Client'));
  return {
    kind: 'interface',
    isExported: true,
    name: names.client,
    docs: docsOf(`${application.title}\n\n${application.description}`),
    extends: [
      `${client}<${types.client}>`,
      ...(types.hasAsks ? [`${imports.refer(runtimeType('Asking'))}<${names.asks}>`] : []),
    ],
    properties: [],
  };
}

interface DescriptorParts {
  readonly sends: readonly Route[];
  readonly asks: readonly RepliedRoute[];
  readonly receives: readonly Route[];
  readonly policies: SharedPolicies;
  /** Of the runtime's `Application`. */
  readonly typeArguments: string;
}

function descriptor({ application, names, imports }: Plan, parts: DescriptorParts): Statement {
  const { sends, asks, receives, policies, typeArguments } = parts;
  const entry = (route: Route, more: Entries): readonly [string, Expression] => [
    messageMember(route.message),
    routeText(route, imports, more),
  ];
  const sending = ({ channel, message }: Route): Entries => locationsText(channel, message);
  const receiving = (route: Route): Entries => [
    ['group', stringLiteral(route.group)],
    ...policies.entries(route.failurePolicy),
    ...answerEntries(route, imports),
  ];
  const asking = asks.map((route) => entry(route, [...sending(route), ...askEntries(route, imports)]));
  return constantStatement({
    doc: `The application \`${application.name}\`, as the runtime needs it.`,
    name: names.descriptor,
    type: `${imports.refer(runtimeType('Application'))}<${typeArguments}>`,
    initializer: objectLiteral([
      ['name', stringLiteral(application.name)],
      ['version', stringLiteral(application.version)],
      ['source', stringLiteral(`/${application.name}`)],
      ['send', objectLiteral(sends.map((route) => entry(route, sending(route))))],
      ...(asking.length > 0 ? [['ask', objectLiteral(asking)] as const] : []),
      ['receive', objectLiteral(receives.map((route) => entry(route, receiving(route))))],
    ]),
  });
}

function factory(application: Application, names: ApplicationNames, imports: ImportTable): Statement {
  return {
    kind: 'function',
    isExported: true,
    name: names.create,
    docs: docsOf(
      `The client of \`${application.name}\`. It owns neither the transport nor the registry: close them after it.`,
    ),
    parameters: [{ name: 'options', type: imports.refer(runtimeType('ClientOptions')) }],
    returnType: names.client,
    statements: [`return ${imports.refer(runtimeValue('createClient'))}(${names.descriptor}, options);`],
  };
}
