import {
  type LogicalType,
  type NamedSchema,
  numberBounds,
  type PrimitiveName,
  type PrimitiveSchema,
  type Schema,
  type UnionSchema,
} from '@eventwright/avro';
import { stringLiteral } from '../../print/identifier.ts';
import type { ImportTable } from '../../print/import-table.ts';
import type { InputTypes } from './input-types.ts';
import type { Names } from './names.ts';
import { runtimeType } from './runtime-symbols.ts';

/** What encoding accepts (`input`) or decoding returns (`output`). */
export type Direction = 'input' | 'output';

/** What is needed to write a type into a file. */
export interface TypeContext {
  readonly names: Names;
  readonly inputTypes: InputTypes;
  readonly imports: ImportTable;
  /** The module that is written; its own declarations are not imported. */
  readonly module: string;
}

const primitives: Readonly<Record<PrimitiveName, string>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'bigint',
  float: 'number',
  double: 'number',
  bytes: 'Uint8Array',
  string: 'string',
};

/** The TypeScript type of an Avro schema. The codec follows the same table: `runtime/src/registry/README.md`. */
export function typeText(schema: Schema, direction: Direction, context: TypeContext): string {
  switch (schema.kind) {
    case 'primitive':
      return primitiveText(schema, context);
    case 'fixed':
      return schema.logicalType === undefined ? 'Uint8Array' : logicalText(schema.logicalType, 'Uint8Array', context);
    case 'record':
    case 'enum':
      return referenceText(schema, direction, context);
    case 'array':
      return `readonly ${parenthesized(typeText(schema.items, direction, context))}[]`;
    case 'map':
      return `Readonly<Record<string, ${typeText(schema.values, direction, context)}>>`;
    case 'union':
      return unionText(schema, direction, context);
  }
}

function primitiveText(schema: PrimitiveSchema, context: TypeContext): string {
  if (schema.logicalType !== undefined) return logicalText(schema.logicalType, primitives[schema.type], context);
  return numberBounds(schema) === undefined ? primitives[schema.type] : 'number';
}

function logicalText(logical: LogicalType, underlying: string, { imports }: TypeContext): string {
  switch (logical.name) {
    case 'decimal':
      return imports.refer(runtimeType('Decimal'));
    case 'date':
      return imports.refer(runtimeType('PlainDate'));
    case 'uuid':
      return 'string';
    case 'timestamp-millis':
    case 'local-timestamp-millis':
      return 'Date';
    default:
      return underlying;
  }
}

function referenceText(type: NamedSchema, direction: Direction, context: TypeContext): string {
  const { names, inputTypes, imports, module } = context;
  const symbol = direction === 'input' && inputTypes.differ(type) ? names.input(type) : names.output(type);
  return symbol.module === module ? symbol.name : imports.refer(symbol);
}

/** Records are told apart by `$type` where the union has more than one object: records and maps. */
function unionText(union: UnionSchema, direction: Direction, context: TypeContext): string {
  const tagged = union.branches.filter(({ kind }) => kind === 'record' || kind === 'map').length > 1;
  const texts = union.branches.map((branch) => {
    const text = typeText(branch, direction, context);
    return tagged && branch.kind === 'record' ? `({ readonly $type: ${stringLiteral(branch.name)} } & ${text})` : text;
  });
  return texts.length === 0 ? 'never' : [...new Set(nullLast(texts))].join(' | ');
}

const nullLast = (texts: readonly string[]): readonly string[] => [
  ...texts.filter((text) => text !== 'null'),
  ...texts.filter((text) => text === 'null'),
];

const parenthesized = (text: string): string => (/[|&]|^readonly /.test(text) ? `(${text})` : text);
