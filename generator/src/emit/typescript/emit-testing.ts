import type { Channel, ContractModel, Message } from '../../model/contract-model.ts';
import { keySubject, valueSubject } from '../../model/subjects.ts';
import { constantStatement, type Expression, objectLiteral } from '../../print/constant-statement.ts';
import { propertyName, stringLiteral } from '../../print/identifier.ts';
import { createImportTable, type ImportTable } from '../../print/import-table.ts';
import type { Statement } from '../../print/statement.ts';
import type { TypeScriptDraft } from '../../print/typescript-draft.ts';
import { docsOf } from './docs-of.ts';
import { documentation, messageSymbols } from './emit-message.ts';
import { locationsText, paramsSymbols } from './emit-params.ts';
import { registrationsSymbol } from './emit-registrations.ts';
import { channelSymbol, channelsSymbol, hasParameters, topicsSymbol } from './emit-topics.ts';
import { messageMember } from './names.ts';
import { testingType, testingValue } from './runtime-symbols.ts';

const messagesName = 'Messages';
const contractName = 'contract';
const exported = { builders: 'build', arbitraries: 'arbitrary', harness: 'startHarness' };

/** A message with the channel on which it travels; where there are several, the first. */
interface Route {
  readonly message: Message;
  readonly channel: Channel;
}

/** What tests need: builders, arbitraries and a harness, typed by the messages of all applications. */
export function emitTesting(model: ContractModel): TypeScriptDraft {
  const imports = createImportTable([messagesName, contractName, ...Object.values(exported)]);
  const routes = routesOf(model);
  return {
    module: 'testing',
    source: 'the messages of the contracts',
    imports,
    statements: [messagesInterface(routes, imports), contract(model, routes, imports), ...tools(imports)],
  };
}

function routesOf({ messages, channels }: ContractModel): readonly Route[] {
  return messages.flatMap((message) => {
    const channel = channels.find((one) => one.messages.some(({ name }) => name === message.name));
    return channel === undefined ? [] : [{ message, channel }];
  });
}

function messagesInterface(routes: readonly Route[], imports: ImportTable): Statement {
  return {
    kind: 'interface',
    isExported: true,
    name: messagesName,
    docs: docsOf('Every message of the contracts, by the name under which clients send it.'),
    properties: routes.map(({ message, channel }) => {
      const descriptor = imports.refer(messageSymbols(message).descriptor);
      const params = channel.parameters.length > 0 ? `, ${imports.refer(paramsSymbols(channel).input)}` : '';
      return {
        name: propertyName(messageMember(message)),
        isReadonly: true,
        type: `${imports.refer(testingType('ContractMessageOf'))}<typeof ${descriptor}${params}>`,
        docs: docsOf(documentation(message)),
      };
    }),
  };
}

function contract(model: ContractModel, routes: readonly Route[], imports: ImportTable): Statement {
  const messages = routes.map((route): readonly [string, Expression] => [
    messageMember(route.message),
    messageText(route, groupsOf(route.message, model), imports),
  ]);
  return constantStatement({
    doc: 'What the contracts say, as the tools for tests need it.',
    name: contractName,
    type: `${imports.refer(testingType('Contract'))}<${messagesName}>`,
    initializer: objectLiteral([
      ['messages', objectLiteral(messages)],
      ['topics', imports.refer(topicsSymbol)],
      ...(hasParameters(model) ? [['channels', imports.refer(channelsSymbol)] as const] : []),
      ['registrations', imports.refer(registrationsSymbol)],
    ]),
  });
}

function messageText({ message, channel }: Route, groups: readonly string[], imports: ImportTable): Expression {
  return objectLiteral([
    ['channel', imports.refer(channelSymbol(channel))],
    ['message', imports.refer(messageSymbols(message).descriptor)],
    ['valueSubject', stringLiteral(valueSubject(channel, message))],
    ['keySubject', stringLiteral(keySubject(channel))],
    ...locationsText(channel, message),
    ['groups', `[${groups.map(stringLiteral).join(', ')}]`],
  ]);
}

/** The consumer groups that receive the message, each once. */
function groupsOf({ name }: Message, { applications }: ContractModel): readonly string[] {
  const receiving = applications
    .flatMap(({ operations }) => operations)
    .filter(({ action, messages }) => action === 'receive' && messages.some((message) => message.name === name));
  return [...new Set(receiving.map(({ group }) => group))].sort();
}

function tools(imports: ImportTable): readonly Statement[] {
  const of = (type: 'Arbitraries' | 'Builders' | 'Harness'): string =>
    `${imports.refer(testingType(type))}<${messagesName}>`;
  return [
    constantStatement({
      doc: 'Complete, valid messages, always the same ones: give the fields that matter to the test.',
      name: exported.builders,
      type: of('Builders'),
      initializer: `${imports.refer(testingValue('createBuilders'))}(${contractName})`,
    }),
    constantStatement({
      doc: 'fast-check arbitraries of everything that the contracts allow.',
      name: exported.arbitraries,
      type: of('Arbitraries'),
      initializer: `${imports.refer(testingValue('createArbitraries'))}(${contractName})`,
    }),
    constantStatement({
      doc: 'An engine in memory on which the clients of all applications run, and which sees what they do.',
      name: exported.harness,
      type: `(options?: ${imports.refer(testingType('HarnessOptions'))}) => Promise<${of('Harness')}>`,
      initializer: `(options) => ${imports.refer(testingValue('openHarness'))}(${contractName}, options)`,
    }),
  ];
}
