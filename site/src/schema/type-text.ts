import type { LogicalType, Schema } from '@eventwright/avro';

/** A type as people write it, in pieces: words, and names of types that have a page of their own. */
export type TypeText = readonly TypePiece[];

export type TypePiece = { readonly text: string } | { readonly type: string };

/** `array of OrderLine`, `decimal(12, 2)`, `string or null`. */
export function typeTextOf(schema: Schema): TypeText {
  switch (schema.kind) {
    case 'primitive':
      return [{ text: logicalText(schema.logicalType) ?? schema.type }];
    case 'array':
      return [{ text: 'array of ' }, ...grouped(schema.items)];
    case 'map':
      return [{ text: 'map of ' }, ...grouped(schema.values)];
    case 'union':
      return joined(schema.branches.filter(isNull).length === 1 ? nullLast(schema.branches) : schema.branches);
    case 'fixed': {
      const logical = logicalText(schema.logicalType);
      return logical === undefined ? [{ type: schema.name }] : [{ text: `${logical} in ` }, { type: schema.name }];
    }
    default:
      return [{ type: schema.name }];
  }
}

/** The same as text; types by their short names. */
export const plainTypeText = (text: TypeText): string =>
  text.map((piece) => ('text' in piece ? piece.text : shortName(piece.type))).join('');

/** Without its namespace. */
export const shortName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const isNull = (schema: Schema): boolean => schema.kind === 'primitive' && schema.type === 'null';

/** People read what a value is before that it may be missing; Avro orders by the default. */
const nullLast = (branches: readonly Schema[]): readonly Schema[] => [
  ...branches.filter((branch) => !isNull(branch)),
  ...branches.filter(isNull),
];

function joined(branches: readonly Schema[]): TypeText {
  return branches.flatMap((branch, index) => [...(index === 0 ? [] : [{ text: ' or ' }]), ...typeTextOf(branch)]);
}

const grouped = (schema: Schema): TypeText =>
  schema.kind === 'union' ? [{ text: '(' }, ...typeTextOf(schema), { text: ')' }] : typeTextOf(schema);

function logicalText(logical: LogicalType | undefined): string | undefined {
  if (logical === undefined) return undefined;
  return 'precision' in logical ? `decimal(${logical.precision}, ${logical.scale})` : logical.name;
}
