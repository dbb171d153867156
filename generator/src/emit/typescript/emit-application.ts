import type { Application, Channel, FailurePolicy, Message } from '../../model/contract-model.ts';
import { releasedVersions } from '../../model/released-versions.ts';
import { keySubject, valueSubject } from '../../model/subjects.ts';
import { constantStatement, type Expression, objectLiteral } from '../../print/constant-statement.ts';
import {
  camelCase,
  declarationName,
  kebabCase,
  pascalCase,
  propertyName,
  stringLiteral,
} from '../../print/identifier.ts';
import { createImportTable, type ImportTable } from '../../print/import-table.ts';
import type { Property, Statement } from '../../print/statement.ts';
import type { TypeScriptDraft } from '../../print/typescript-draft.ts';
import { docsOf } from './docs-of.ts';
import { failurePolicyDoc } from './emit-failure-policy.ts';
import { documentation, messageSymbols } from './emit-message.ts';
import { locationsText, paramsSymbols, receiveParams } from './emit-params.ts';
import { channelSymbol } from './emit-topics.ts';
import { messageMember } from './names.ts';
import { runtimeType, runtimeValue } from './runtime-symbols.ts';
import { type SharedPolicies, sharePolicies } from './shared-policies.ts';

/** A message that the application sends or receives, and how. */
interface Route {
  readonly message: Message;
  readonly channel: Channel;
  readonly group: string;
  readonly failurePolicy: FailurePolicy | undefined;
}

interface ApplicationNames {
  readonly sends: string;
  readonly handlers: string;
  /** Parameters of the channels that it receives from; declared only where some have parameters. */
  readonly params: string;
  readonly client: string;
  readonly descriptor: string;
  readonly create: string;
}

function namesOf(application: Application): ApplicationNames {
  const pascal = pascalCase(application.name);
  return {
    sends: `${pascal}Sends`,
    handlers: `${pascal}Handlers`,
    params: `${pascal}Params`,
    client: `${pascal}Client`,
    descriptor: declarationName(`${camelCase(application.name)}Application`),
    create: `create${pascal}`,
  };
}

/** The client of one application: what it may send, a handler for each message it receives, and the factory. */
export function emitApplication(application: Application, withTombstones: ReadonlySet<Message>): TypeScriptDraft {
  const names = namesOf(application);
  const sends = routes(application, 'send');
  const receives = routes(application, 'receive');
  const policies = sharePolicies(receives.map(({ failurePolicy }) => failurePolicy));
  const imports = createImportTable([...Object.values(names), ...policies.names]);
  const params = receiveParams(receives, imports);
  const typeArguments = [names.sends, names.handlers, ...(params.length > 0 ? [names.params] : [])].join(', ');
  return {
    module: kebabCase(application.name),
    source: application.position.file,
    imports,
    statements: [
      sendsInterface(sends, { names, imports, withTombstones }),
      handlersInterface(receives, { names, imports, withTombstones }),
      ...(params.length > 0 ? [interfaceOf(names.params, paramsDoc, params)] : []),
      clientInterface(application, {
        names,
        type: `${imports.refer(runtimeType(params.length > 0 ? 'ChoosingClient' : 'Client'))}<${typeArguments}>`,
      }),
      ...policies.statements(imports),
      descriptor(application, names, { sends, receives, policies, imports, typeArguments }),
      factory(application, names, imports),
    ],
  };
}

const paramsDoc =
  'The topics to receive from, by the parameters of their channels; one that is left out stands for all of its values.';

/** One route per message, sorted by name; a check has refused a message that travels two ways. */
function routes(application: Application, action: 'send' | 'receive'): readonly Route[] {
  const byMember = new Map<string, Route>();
  for (const { channel, messages, group, failurePolicy } of application.operations.filter(
    (one) => one.action === action,
  )) {
    for (const message of messages) byMember.set(messageMember(message), { message, channel, group, failurePolicy });
  }
  return [...byMember].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, route]) => route);
}

interface InterfacePlan {
  readonly names: ApplicationNames;
  readonly imports: ImportTable;
  readonly withTombstones: ReadonlySet<Message>;
}

function sendsInterface(sends: readonly Route[], { names, imports, withTombstones }: InterfacePlan): Statement {
  return interfaceOf(
    names.sends,
    'What this application may send.',
    sends.map(({ message, channel }) => {
      const { input, pinned, keyInput, headers } = messageSymbols(message);
      const values = [
        imports.refer(input),
        ...(releasedVersions(message).length > 1 ? [imports.refer(pinned)] : []),
        ...(withTombstones.has(message) ? ['null'] : []),
      ];
      const params = channel.parameters.length > 0 ? [imports.refer(paramsSymbols(channel).input)] : [];
      const parameters = [values.join(' | '), imports.refer(keyInput), imports.refer(headers), ...params].join(', ');
      return member(message, `${imports.refer(runtimeType('Send'))}<${parameters}>`);
    }),
  );
}

function handlersInterface(receives: readonly Route[], { names, imports, withTombstones }: InterfacePlan): Statement {
  return interfaceOf(
    names.handlers,
    'A handler for each message that this application receives.',
    receives.map(({ message, channel, failurePolicy }) => {
      const { output, key, headers } = messageSymbols(message);
      const value = imports.refer(output) + (withTombstones.has(message) ? ' | null' : '');
      const params = channel.parameters.length > 0 ? [imports.refer(paramsSymbols(channel).output)] : [];
      const parameters = [value, imports.refer(key), imports.refer(headers), names.sends, ...params].join(', ');
      return member(
        message,
        `${imports.refer(runtimeType('Handler'))}<${parameters}>`,
        failurePolicyDoc(failurePolicy),
      );
    }),
  );
}

function member(message: Message, type: string, more = ''): Property {
  return {
    name: propertyName(messageMember(message)),
    isReadonly: true,
    type,
    docs: docsOf(documentation(message, more)),
  };
}

function interfaceOf(name: string, doc: string, properties: readonly Property[]): Statement {
  return { kind: 'interface', isExported: true, name, docs: docsOf(doc), properties };
}

type Entries = readonly (readonly [string, Expression])[];

interface ClientPlan {
  readonly names: ApplicationNames;
  /** That of the runtime. */
  readonly type: string;
}

function clientInterface(application: Application, { names, type }: ClientPlan): Statement {
  return {
    kind: 'interface',
    isExported: true,
    name: names.client,
    docs: docsOf(`${application.title}\n\n${application.description}`),
    extends: [type],
    properties: [],
  };
}

interface DescriptorPlan {
  readonly sends: readonly Route[];
  readonly receives: readonly Route[];
  readonly policies: SharedPolicies;
  readonly imports: ImportTable;
  /** Of the runtime's `Application`. */
  readonly typeArguments: string;
}

function descriptor(
  application: Application,
  names: ApplicationNames,
  { sends, receives, policies, imports, typeArguments }: DescriptorPlan,
): Statement {
  const member = (route: Route, more: Entries): readonly [string, Expression] => [
    messageMember(route.message),
    routeText(route, imports, more),
  ];
  return constantStatement({
    doc: `The application \`${application.name}\`, as the runtime needs it.`,
    name: names.descriptor,
    type: `${imports.refer(runtimeType('Application'))}<${typeArguments}>`,
    initializer: objectLiteral([
      ['name', stringLiteral(application.name)],
      ['version', stringLiteral(application.version)],
      ['source', stringLiteral(`/${application.name}`)],
      ['send', objectLiteral(sends.map((route) => member(route, locationsText(route.channel, route.message))))],
      ['receive', objectLiteral(receives.map((route) => member(route, receiveEntries(route, policies))))],
    ]),
  });
}

const receiveEntries = ({ group, failurePolicy }: Route, policies: SharedPolicies): Entries => [
  ['group', stringLiteral(group)],
  ...policies.entries(failurePolicy),
];

function routeText({ message, channel }: Route, imports: ImportTable, more: Entries): Expression {
  return objectLiteral([
    ['channel', imports.refer(channelSymbol(channel))],
    ['message', imports.refer(messageSymbols(message).descriptor)],
    ['valueSubject', stringLiteral(valueSubject(channel, message))],
    ['keySubject', stringLiteral(keySubject(channel))],
    ...more,
  ]);
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
