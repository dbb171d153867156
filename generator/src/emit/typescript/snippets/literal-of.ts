import {
  type Field,
  type JsonObject,
  type JsonValue,
  type LogicalType,
  numberBounds,
  type PrimitiveSchema,
  type RecordSchema,
  type Schema,
  type UnionSchema,
} from '@eventwright/avro';
import { propertyName, stringLiteral } from '../../../print/identifier.ts';
import type { ImportTable } from '../../../print/import-table.ts';
import { runtimeValue } from '../runtime-symbols.ts';

/** A value as TypeScript writes it: a word, or a list of such in brackets. */
export type Literal = string | LiteralList;

export interface LiteralList {
  readonly brackets: '[]' | '{}';
  readonly items: readonly LiteralItem[];
}

export interface LiteralItem {
  /** Empty in a list. */
  readonly name: string;
  readonly value: Literal;
}

/** A value that is none of its schema, or that no short literal says. */
class Unwritable extends Error {}

/** More bytes than this are no example for people. */
const mostBytes = 32;

/** A value in Avro's JSON encoding as what `send` takes; undefined where it is none of the schema. */
export function literalOf(schema: Schema, value: JsonValue, imports: ImportTable): Literal | undefined {
  try {
    return write(schema, value, imports);
  } catch (error) {
    if (error instanceof Unwritable) return undefined;
    throw error;
  }
}

function write(schema: Schema, value: JsonValue, imports: ImportTable): Literal {
  switch (schema.kind) {
    case 'primitive':
      return primitive(schema, value, imports);
    case 'enum':
      return schema.symbols.includes(textOf(value)) ? stringLiteral(textOf(value)) : refuse();
    case 'fixed':
      return schema.logicalType === undefined
        ? bytesLiteral(value)
        : logical(schema.logicalType, value, imports, () => bytesLiteral(value));
    case 'array': {
      const items = isList(value) ? value : refuse();
      return { brackets: '[]', items: items.map((item) => ({ name: '', value: write(schema.items, item, imports) })) };
    }
    case 'map':
      return {
        brackets: '{}',
        items: Object.entries(objectOf(value)).map(([name, item]) => ({
          name: propertyName(name),
          value: write(schema.values, item, imports),
        })),
      };
    case 'record':
      return record(schema, objectOf(value), imports);
    case 'union':
      return union(schema, value, imports);
  }
}

function record({ fields }: RecordSchema, value: JsonObject, imports: ImportTable): LiteralList {
  const given = fields.flatMap((field: Field): readonly LiteralItem[] => {
    const own = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
    if (own !== undefined) return [{ name: propertyName(field.name), value: write(field.type, own, imports) }];
    return field.default === undefined ? refuse() : [];
  });
  return { brackets: '{}', items: given };
}

/** Avro's JSON names the branch; types tell records apart by `$type` where there is more than one object. */
function union({ branches }: UnionSchema, value: JsonValue, imports: ImportTable): Literal {
  if (value === null) return branches.some((one) => branchName(one) === 'null') ? 'null' : refuse();
  const [[name, inner] = refuse(), ...others] = Object.entries(objectOf(value));
  const branch = branches.find((one) => branchName(one) === name);
  if (branch === undefined || others.length > 0) return refuse();
  const literal = write(branch, inner, imports);
  const isTagged = branches.filter(({ kind }) => kind === 'record' || kind === 'map').length > 1;
  if (!isTagged || branch.kind !== 'record' || typeof literal === 'string') return literal;
  return { ...literal, items: [{ name: '$type', value: stringLiteral(branch.name) }, ...literal.items] };
}

function branchName(schema: Schema): string {
  if (schema.kind === 'primitive') return schema.type;
  return 'name' in schema ? schema.name : schema.kind;
}

function primitive(schema: PrimitiveSchema, value: JsonValue, imports: ImportTable): string {
  const plain = (): string => plainLiteral(schema, value);
  return schema.logicalType === undefined ? plain() : logical(schema.logicalType, value, imports, plain);
}

function plainLiteral(schema: PrimitiveSchema, value: JsonValue): string {
  switch (schema.type) {
    case 'null':
      return value === null ? 'null' : refuse();
    case 'boolean':
      return typeof value === 'boolean' ? String(value) : refuse();
    case 'int':
      return String(wholeOf(value));
    case 'long':
      return numberBounds(schema) === undefined ? `${wholeOf(value)}n` : String(wholeOf(value));
    case 'float':
    case 'double':
      return typeof value === 'number' || typeof value === 'bigint' ? String(value) : refuse();
    case 'bytes':
      return bytesLiteral(value);
    case 'string':
      return stringLiteral(textOf(value));
  }
}

function logical(type: LogicalType, value: JsonValue, imports: ImportTable, plain: () => string): string {
  switch (type.name) {
    case 'decimal':
      return `${imports.refer(runtimeValue('Decimal'))}.of('${decimalText(unscaledOf(value), type.scale)}')`;
    case 'date':
      return stringLiteral(instantOf(wholeOf(value) * 86_400_000n).slice(0, 'yyyy-mm-dd'.length));
    case 'uuid':
      return typeof value === 'string' && /^[0-9a-f-]{36}$/i.test(value) ? stringLiteral(value) : refuse();
    case 'timestamp-millis':
    case 'local-timestamp-millis':
      return `new Date('${instantOf(wholeOf(value))}')`;
    default:
      return plain();
  }
}

/** Two's complement, the highest byte first. */
function unscaledOf(value: JsonValue): bigint {
  const bytes = bytesOf(value);
  const sum = bytes.reduce((total, byte) => total * 256n + BigInt(byte), 0n);
  return BigInt.asIntN(bytes.length * 8, sum);
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${unscaled < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(digits.length - scale)}`}`;
}

function instantOf(milliseconds: bigint): string {
  const date = new Date(Number(milliseconds));
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? date.toISOString() : refuse();
}

function bytesLiteral(value: JsonValue): string {
  const bytes = bytesOf(value);
  return bytes.length > mostBytes ? refuse() : `Uint8Array.of(${bytes.join(', ')})`;
}

/** A sign below 256 for each byte. */
function bytesOf(value: JsonValue): readonly number[] {
  const bytes = Array.from(textOf(value), (sign) => sign.codePointAt(0) ?? 0);
  return bytes.some((byte) => byte > 255) ? refuse() : bytes;
}

function wholeOf(value: JsonValue): bigint {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : refuse();
}

const textOf = (value: JsonValue): string => (typeof value === 'string' ? value : refuse());

const objectOf = (value: JsonValue): JsonObject =>
  typeof value === 'object' && value !== null && !isList(value) ? value : refuse();

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

const refuse = (): never => {
  throw new Unwritable();
};
