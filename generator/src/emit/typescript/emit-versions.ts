import type { Message } from '../../model/contract-model.ts';
import { releasedVersions } from '../../model/released-versions.ts';
import { arrayLiteral, constantStatement, objectLiteral } from '../../print/constant-statement.ts';
import { createImportTable } from '../../print/import-table.ts';
import type { TypeScriptDraft } from '../../print/typescript-draft.ts';
import { type MessagePlan, messageSymbols } from './emit-message.ts';
import { messageModule } from './names.ts';
import { runtimeType } from './runtime-symbols.ts';

/**
 * The versions of a message that has several, for handlers that want more than the newest. A module of its own: nobody
 * else loads or bundles the older schemas.
 */
export function emitVersions(
  message: Message,
  { names, withTombstones }: Pick<MessagePlan, 'names' | 'withTombstones'>,
): readonly TypeScriptDraft[] {
  const versions = releasedVersions(message);
  if (versions.length < 2) return [];
  const { descriptor, output, key, headers } = messageSymbols(message);
  const name = `${descriptor.name}Versions`;
  const imports = createImportTable([name]);
  const value = imports.refer(output) + (withTombstones.has(message) ? ' | null' : '');
  const schemas = versions.map((file) => imports.refer(names.descriptor(file)));
  const tuple = `readonly [${schemas.map((schema) => `typeof ${schema}`).join(', ')}]`;
  const parameters = [value, imports.refer(key), imports.refer(headers), tuple].join(', ');
  const doc = `The versions of \`${message.name}\`, oldest first, for \`upcast\` and \`everyVersion\`.`;
  const type = `${imports.refer(runtimeType('MessageVersions'))}<${parameters}>`;
  const initializer = objectLiteral([['schemas', arrayLiteral(schemas)]]);
  return [
    {
      module: `${messageModule(message)}.versions`,
      source: `the message ${message.name}`,
      imports,
      statements: [constantStatement({ doc, name, type, initializer })],
    },
  ];
}
