import type { Channel, ContractModel } from '../../model/contract-model.ts';
import { deadLetterChannels } from '../../model/dead-letter-channels.ts';
import { arrayLiteral, constantStatement, type Expression, objectLiteral } from '../../print/constant-statement.ts';
import { stringLiteral } from '../../print/identifier.ts';
import { createImportTable, type ImportedSymbol } from '../../print/import-table.ts';
import type { TypeScriptDraft } from '../../print/typescript-draft.ts';
import { channelConstant } from './names.ts';
import { runtimeType } from './runtime-symbols.ts';

const module = 'topics';
const listName = 'topics';

export const topicsSymbol: ImportedSymbol = { name: listName, origin: 'generated', module, kind: 'value' };

export function channelSymbol(channel: Channel): ImportedSymbol {
  const name = channelConstant(channel);
  return { name: name === listName ? `${name}_` : name, origin: 'generated', module, kind: 'value' };
}

/** The topics of all channels, each a constant of its own, and the list that `ensureTopics` takes. */
export function emitTopics(model: ContractModel): TypeScriptDraft {
  const names = model.channels.map((channel) => channelSymbol(channel).name);
  const imports = createImportTable([...names, listName]);
  const type = imports.refer(runtimeType('Channel'));
  const deadLetters = deadLetterChannels(model).map(channelText);
  return {
    module,
    source: 'the channels of the contracts',
    imports,
    statements: [
      ...model.channels.map((channel) =>
        constantStatement({
          doc: channel.description,
          name: channelSymbol(channel).name,
          type,
          initializer: channelText(channel),
        }),
      ),
      constantStatement({
        doc: 'Every topic, dead letter topics of those that are received included.',
        name: listName,
        type: `readonly ${type}[]`,
        initializer: arrayLiteral([...names, ...deadLetters]),
      }),
    ],
  };
}

function channelText(
  channel: Pick<Channel, 'address' | 'partitions' | 'replicas' | 'config' | 'description'>,
): Expression {
  return objectLiteral([
    ['topic', stringLiteral(channel.address)],
    ['partitions', String(channel.partitions)],
    ['replicas', String(channel.replicas)],
    ['config', objectLiteral(Object.entries(channel.config).map(([name, value]) => [name, stringLiteral(value)]))],
    ['description', stringLiteral(channel.description)],
  ]);
}
