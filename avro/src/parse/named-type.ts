import { isName, namespaceOf } from '../full-name.ts';
import { markParsed } from '../is-schema.ts';
import { type JsonObjectNode, stringValue } from '../json/json-node.ts';
import type { EnumSchema, Field, FixedSchema, NamedSchema, RecordSchema } from '../model.ts';
import { type SchemaProblem, schemaProblem } from '../schema-problem.ts';
import { invalidName, otherProperties, readDoc, readStrings, readTypeAliases } from './attributes.ts';
import { readLogicalType } from './logical-type.ts';
import { positionOf } from './source-file.ts';

export type NamedKind = 'record' | 'error' | 'enum' | 'fixed';

const namedKinds: readonly NamedKind[] = ['record', 'error', 'enum', 'fixed'];

export function namedKindOf(node: JsonObjectNode): NamedKind | undefined {
  const type = stringValue(node.members.get('type'));
  return namedKinds.find((kind) => kind === type);
}

interface NewNamedType {
  readonly kind: NamedKind;
  readonly name: string;
}

/** The schema of a definition; a record comes without its fields, to be added to `fields`. */
export function readNamedType(
  node: JsonObjectNode,
  { kind, name }: NewNamedType,
  problems: SchemaProblem[],
): { readonly schema: NamedSchema; readonly fields: Field[] } {
  const fields: Field[] = [];
  switch (kind) {
    case 'record':
    case 'error':
      return { schema: markParsed(readRecord(node, { isError: kind === 'error', name, fields }, problems)), fields };
    case 'enum':
      return { schema: markParsed(readEnum(node, name, problems)), fields };
    case 'fixed':
      return { schema: markParsed(readFixed(node, name, problems)), fields };
  }
}

const recordAttributes = new Set(['type', 'name', 'namespace', 'doc', 'aliases', 'fields']);
const enumAttributes = new Set(['type', 'name', 'namespace', 'doc', 'aliases', 'symbols', 'default']);
const fixedAttributes = new Set(['type', 'name', 'namespace', 'doc', 'aliases', 'size']);

function readRecord(
  node: JsonObjectNode,
  { isError, name, fields }: { isError: boolean; name: string; fields: Field[] },
  problems: SchemaProblem[],
): RecordSchema {
  return {
    kind: 'record',
    isError,
    name,
    ...readDoc(node, problems),
    aliases: readTypeAliases(node, namespaceOf(name), problems),
    fields,
    properties: otherProperties(node, recordAttributes),
    ...positionOf(node),
  };
}

function readEnum(node: JsonObjectNode, name: string, problems: SchemaProblem[]): EnumSchema {
  const symbols = readSymbols(node, problems);
  return {
    kind: 'enum',
    name,
    ...readDoc(node, problems),
    aliases: readTypeAliases(node, namespaceOf(name), problems),
    symbols,
    ...readEnumDefault(node, symbols, problems),
    properties: otherProperties(node, enumAttributes),
    ...positionOf(node),
  };
}

function readSymbols(node: JsonObjectNode, problems: SchemaProblem[]): readonly string[] {
  if (!node.members.has('symbols')) {
    const help = 'Add "symbols": ["FIRST", "SECOND"].';
    problems.push(schemaProblem('AVRO_ENUM_INVALID', node, { message: 'The enum has no symbols.', help }));
  }
  const symbols = new Set<string>();
  for (const { text, place } of readStrings(node, { attribute: 'symbols', code: 'AVRO_ENUM_INVALID' }, problems)) {
    if (!isName(text)) invalidName(text, place, problems);
    if (symbols.has(text)) {
      const message = `The symbol "${text}" is there twice.`;
      problems.push(schemaProblem('AVRO_ENUM_INVALID', place, { message, help: 'Remove one of the two.' }));
    } else symbols.add(text);
  }
  return [...symbols];
}

function readEnumDefault(
  node: JsonObjectNode,
  symbols: readonly string[],
  problems: SchemaProblem[],
): { readonly default?: string } {
  const attribute = node.members.get('default');
  if (attribute === undefined) return {};
  const symbol = stringValue(attribute);
  if (symbol !== undefined && symbols.includes(symbol)) return { default: symbol };
  problems.push(
    schemaProblem('AVRO_ENUM_INVALID', attribute, {
      message: 'The default of the enum is not one of its symbols.',
      help: `Use one of ${symbols.join(', ')}, or add the symbol.`,
    }),
  );
  return {};
}

function readFixed(node: JsonObjectNode, name: string, problems: SchemaProblem[]): FixedSchema {
  const size = readSize(node, problems);
  return {
    kind: 'fixed',
    name,
    ...readDoc(node, problems),
    aliases: readTypeAliases(node, namespaceOf(name), problems),
    size,
    ...readLogicalType(node, { fixedSize: size }, problems),
    properties: otherProperties(node, fixedAttributes),
    ...positionOf(node),
  };
}

const maxInt = 2 ** 31 - 1;

function readSize(node: JsonObjectNode, problems: SchemaProblem[]): number {
  const attribute = node.members.get('size');
  const size = attribute?.kind === 'scalar' ? attribute.value : undefined;
  if (typeof size === 'number' && Number.isInteger(size) && size >= 0 && size <= maxInt) return size;
  problems.push(
    schemaProblem('AVRO_FIXED_INVALID', attribute ?? node, {
      message: `The fixed has no size that is a whole number from 0 to ${maxInt}.`,
      help: 'Write "size": the number of bytes.',
    }),
  );
  return 0;
}
