import type { Application, Channel, Message } from '../../model/contract-model.ts';
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
import { documentation, messageSymbols } from './emit-message.ts';
import { channelSymbol } from './emit-topics.ts';
import { messageMember } from './names.ts';
import { runtimeType, runtimeValue } from './runtime-symbols.ts';

/** A message that the application sends or receives, and how. */
interface Route {
  readonly message: Message;
  readonly channel: Channel;
  readonly group: string;
}

interface ApplicationNames {
  readonly sends: string;
  readonly handlers: string;
  readonly client: string;
  readonly descriptor: string;
  readonly create: string;
}

function namesOf(application: Application): ApplicationNames {
  const pascal = pascalCase(application.name);
  return {
    sends: `${pascal}Sends`,
    handlers: `${pascal}Handlers`,
    client: `${pascal}Client`,
    descriptor: declarationName(`${camelCase(application.name)}Application`),
    create: `create${pascal}`,
  };
}

/** The client of one application: what it may send, a handler for each message it receives, and the factory. */
export function emitApplication(application: Application, withTombstones: ReadonlySet<Message>): TypeScriptDraft {
  const names = namesOf(application);
  const imports = createImportTable(Object.values(names));
  const sends = routes(application, 'send');
  const receives = routes(application, 'receive');
  return {
    module: kebabCase(application.name),
    source: application.position.file,
    imports,
    statements: [
      sendsInterface(sends, { names, imports, withTombstones }),
      handlersInterface(receives, { names, imports, withTombstones }),
      clientInterface(application, names, imports),
      descriptor(application, names, { sends, receives, imports }),
      factory(application, names, imports),
    ],
  };
}

/** One route per message, sorted by name; a check has refused a message that travels two ways. */
function routes(application: Application, action: 'send' | 'receive'): readonly Route[] {
  const byMember = new Map<string, Route>();
  for (const { channel, messages, group } of application.operations.filter((one) => one.action === action)) {
    for (const message of messages) byMember.set(messageMember(message), { message, channel, group });
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
    sends.map(({ message }) => {
      const { input, pinned, keyInput, headers } = messageSymbols(message);
      const values = [
        imports.refer(input),
        ...(releasedVersions(message).length > 1 ? [imports.refer(pinned)] : []),
        ...(withTombstones.has(message) ? ['null'] : []),
      ];
      const parameters = [values.join(' | '), imports.refer(keyInput), imports.refer(headers)].join(', ');
      return member(message, `${imports.refer(runtimeType('Send'))}<${parameters}>`);
    }),
  );
}

function handlersInterface(receives: readonly Route[], { names, imports, withTombstones }: InterfacePlan): Statement {
  return interfaceOf(
    names.handlers,
    'A handler for each message that this application receives.',
    receives.map(({ message }) => {
      const { output, key, headers } = messageSymbols(message);
      const value = imports.refer(output) + (withTombstones.has(message) ? ' | null' : '');
      const parameters = [value, imports.refer(key), imports.refer(headers)].join(', ');
      return member(message, `${imports.refer(runtimeType('Handler'))}<${parameters}, ${names.sends}>`);
    }),
  );
}

function member(message: Message, type: string): Property {
  return {
    name: propertyName(messageMember(message)),
    isReadonly: true,
    type,
    docs: docsOf(documentation(message)),
  };
}

function interfaceOf(name: string, doc: string, properties: Property[]): Statement {
  return { kind: 'interface', isExported: true, name, docs: docsOf(doc), properties };
}

function clientInterface(application: Application, names: ApplicationNames, imports: ImportTable): Statement {
  return {
    kind: 'interface',
    isExported: true,
    name: names.client,
    docs: docsOf(`${application.title}\n\n${application.description}`),
    extends: [`${imports.refer(runtimeType('Client'))}<${names.sends}, ${names.handlers}>`],
    properties: [],
  };
}

function descriptor(
  application: Application,
  names: ApplicationNames,
  { sends, receives, imports }: { sends: readonly Route[]; receives: readonly Route[]; imports: ImportTable },
): Statement {
  const member = (route: Route, group: readonly (readonly [string, string])[]): readonly [string, Expression] => [
    messageMember(route.message),
    routeText(route, imports, group),
  ];
  return constantStatement({
    doc: `The application \`${application.name}\`, as the runtime needs it.`,
    name: names.descriptor,
    type: `${imports.refer(runtimeType('Application'))}<${names.sends}, ${names.handlers}>`,
    initializer: objectLiteral([
      ['name', stringLiteral(application.name)],
      ['version', stringLiteral(application.version)],
      ['source', stringLiteral(`/${application.name}`)],
      ['send', objectLiteral(sends.map((route) => member(route, [])))],
      ['receive', objectLiteral(receives.map((route) => member(route, [['group', stringLiteral(route.group)]])))],
    ]),
  });
}

function routeText(
  { message, channel }: Route,
  imports: ImportTable,
  more: readonly (readonly [string, string])[],
): Expression {
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
