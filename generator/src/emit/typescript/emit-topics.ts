import { type StatementStructures, StructureKind, VariableDeclarationKind } from 'ts-morph';
import type { Channel, ContractModel } from '../../model/contract-model.ts';
import { deadLetterChannels } from '../../model/dead-letter-channels.ts';
import { stringLiteral } from '../../print/identifier.ts';
import { createImportTable, type ImportedSymbol } from '../../print/import-table.ts';
import type { TypeScriptDraft } from '../../print/typescript-draft.ts';
import { docsOf } from './docs-of.ts';
import { arrayText, constant, objectText } from './expressions.ts';
import { channelConstant } from './names.ts';
import { runtimeType } from './runtime-symbols.ts';

const module = 'topics';
const listName = 'topics';

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
      ...model.channels.map(
        (channel): StatementStructures => ({
          kind: StructureKind.VariableStatement,
          isExported: true,
          declarationKind: VariableDeclarationKind.Const,
          docs: docsOf(channel.description),
          declarations: [constant(channelSymbol(channel).name, type, channelText(channel))],
        }),
      ),
      {
        kind: StructureKind.VariableStatement,
        isExported: true,
        declarationKind: VariableDeclarationKind.Const,
        docs: docsOf('Every topic, dead letter topics of those that are received included.'),
        declarations: [constant(listName, `readonly ${type}[]`, arrayText([...names, ...deadLetters]))],
      },
    ],
  };
}

function channelText(channel: Pick<Channel, 'address' | 'partitions' | 'replicas' | 'config' | 'description'>): string {
  return objectText([
    ['topic', stringLiteral(channel.address)],
    ['partitions', String(channel.partitions)],
    ['replicas', String(channel.replicas)],
    ['config', objectText(Object.entries(channel.config).map(([name, value]) => [name, stringLiteral(value)]))],
    ['description', stringLiteral(channel.description)],
  ]);
}
