import { openParameters } from '../../model/channel-topics.ts';
import type { Channel, ContractModel } from '../../model/contract-model.ts';
import { deadLetterChannels, type TopicPlan } from '../../model/dead-letter-channels.ts';
import { arrayLiteral, constantStatement, type Expression, objectLiteral } from '../../print/constant-statement.ts';
import { stringLiteral } from '../../print/identifier.ts';
import { createImportTable, type ImportedSymbol, type ImportTable } from '../../print/import-table.ts';
import type { Statement } from '../../print/statement.ts';
import type { TypeScriptDraft } from '../../print/typescript-draft.ts';
import { parameterText, paramsInterfaces } from './emit-params.ts';
import { channelConstant } from './names.ts';
import { runtimeType, runtimeValue } from './runtime-symbols.ts';

const module = 'topics';
const listName = 'topics';
const channelsName = 'channels';

export const topicsSymbol: ImportedSymbol = { name: listName, origin: 'generated', module, kind: 'value' };
export const channelsSymbol: ImportedSymbol = { ...topicsSymbol, name: channelsName };

export function channelSymbol(channel: Channel): ImportedSymbol {
  const name = channelConstant(channel);
  const isTaken = name === listName || name === channelsName;
  return { name: isTaken ? `${name}_` : name, origin: 'generated', module, kind: 'value' };
}

/** The topics of all channels, each a constant of its own, and the list that `ensureTopics` takes. */
export function emitTopics(model: ContractModel): TypeScriptDraft {
  const names = model.channels.map((channel) => channelSymbol(channel).name);
  const imports = createImportTable([...names, listName, channelsName]);
  const type = imports.refer(runtimeType('Channel'));
  const all = arrayLiteral([...names, ...deadLetterChannels(model).map(channelText)]);
  return {
    module,
    source: 'the channels of the contracts',
    imports,
    statements: [
      ...model.channels.flatMap((channel) => [
        ...paramsInterfaces(channel),
        constantStatement({
          doc: channel.description,
          name: channelSymbol(channel).name,
          type,
          initializer: channelText(channel),
        }),
      ]),
      ...(hasParameters(model) ? topicsByParameters(model, all, imports) : [topicList(all, type)]),
    ],
  };
}

/** Whether `channels` is there beside `topics`, since these are not the same. */
export const hasParameters = ({ channels }: ContractModel): boolean =>
  channels.some(({ parameters }) => parameters.length > 0);

function topicList(initializer: Expression, type: string): Statement {
  return constantStatement({
    doc: 'Every topic, dead letter topics of those that are received included.',
    name: listName,
    type: `readonly ${type}[]`,
    initializer,
  });
}

/** Topics are made of their parameters when they are needed: many come of few channels. */
function topicsByParameters(model: ContractModel, all: Expression, imports: ImportTable): readonly Statement[] {
  const type = imports.refer(runtimeType('Channel'));
  const open = model.channels.filter((channel) => openParameters(channel).length > 0);
  const without = open.map(({ address }) => `\n- ${address}`).join('');
  return [
    constantStatement({
      doc: 'Every channel, those of dead letters included.',
      name: channelsName,
      type: `readonly ${type}[]`,
      initializer: all,
    }),
    constantStatement({
      doc:
        without === ''
          ? 'Every topic, dead letter topics of those that are received included.'
          : `Every topic that can be known. These channels have parameters without an enum:\n${without}\n\n\`topicsOf(channels, { … })\` makes topics of them, where it is given values.`,
      name: listName,
      type: `readonly ${type}[]`,
      // A bundler then knows that nothing is lost without it.
      initializer: `/* @__PURE__ */ ${imports.refer(runtimeValue('topicsOf'))}(${channelsName})`,
    }),
  ];
}

function channelText(channel: TopicPlan): Expression {
  const { parameters } = channel;
  return objectLiteral([
    ['topic', stringLiteral(channel.address)],
    ...(parameters.length > 0 ? [['parameters', arrayLiteral(parameters.map(parameterText))] as const] : []),
    ['partitions', String(channel.partitions)],
    ['replicas', String(channel.replicas)],
    ['config', objectLiteral(Object.entries(channel.config).map(([name, value]) => [name, stringLiteral(value)]))],
    ['description', stringLiteral(channel.description)],
  ]);
}
