import type {
  ArraySchema,
  EnumSchema,
  Field,
  FixedSchema,
  JsonObject,
  JsonValue,
  MapSchema,
  PrimitiveSchema,
  Schema,
  UnionSchema,
} from '@eventwright/avro';
import { shortName } from '../schema/type-text.ts';
import type { WirePiece } from './wire-piece.ts';

/** A value that does not fit its schema. */
export class UnencodableValue extends Error {
  override readonly name = 'UnencodableValue';
}

/**
 * A value in Avro's JSON encoding as the bytes that Avro writes, piece by piece, each with its place and meaning. A field that
 * is left out takes its default. Throws `UnencodableValue` where the value does not fit.
 */
export function encodeAnnotated(schema: Schema, value: JsonValue): readonly WirePiece[] {
  return [...encode(schema, value, '')];
}

type Pieces = Generator<WirePiece, void>;

function* encode(schema: Schema, value: JsonValue, path: string): Pieces {
  switch (schema.kind) {
    case 'primitive':
      yield* encodePrimitive(schema, value, path);
      break;
    case 'record':
      for (const field of schema.fields) yield* encodeField(field, asObject(value, path), path);
      break;
    case 'enum':
      yield encodeSymbol(schema, value, path);
      break;
    case 'fixed':
      yield encodeFixed(schema, value, path);
      break;
    case 'array':
      yield* encodeItems(schema, value, path);
      break;
    case 'map':
      yield* encodeEntries(schema, value, path);
      break;
    case 'union':
      yield* encodeUnion(schema, value, path);
      break;
  }
}

function* encodeField({ name, type, default: fallback }: Field, value: JsonObject, above: string): Pieces {
  const path = above === '' ? name : `${above}.${name}`;
  const given = Object.hasOwn(value, name) ? value[name] : undefined;
  if (given !== undefined) {
    yield* encode(type, given, path);
    return;
  }
  if (fallback === undefined) throw misfit(path, 'a value, since it has no default');
  if (type.kind !== 'union') {
    yield* encode(type, fallback.value, path);
    return;
  }
  // The default of a union is one of its first branch, written without the branch's name.
  const [first] = type.branches;
  if (first === undefined) throw misfit(path, 'a union with a branch');
  yield piece(path, `branch 0: ${branchName(first)}, the default`, zigzag(0n));
  yield* encode(first, fallback.value, path);
}

function* encodePrimitive({ type }: PrimitiveSchema, value: JsonValue, path: string): Pieces {
  switch (type) {
    case 'null':
      if (value !== null) throw misfit(path, 'null');
      yield piece(path, 'null takes no bytes', []);
      break;
    case 'boolean':
      if (typeof value !== 'boolean') throw misfit(path, 'true or false');
      yield piece(path, String(value), [value ? 1 : 0]);
      break;
    case 'int':
    case 'long':
      yield piece(path, `${type} ${String(value)}`, zigzag(wholeNumber(value, path)));
      break;
    case 'float':
    case 'double':
      yield piece(path, `${type} ${String(value)}`, floatingBytes(type, floating(value, path)));
      break;
    case 'bytes': {
      const bytes = latin1(value, path);
      yield piece(path, `${bytes.length} bytes follow`, zigzag(BigInt(bytes.length)));
      yield piece(path, 'the bytes', bytes);
      break;
    }
    case 'string':
      if (typeof value !== 'string') throw misfit(path, 'text');
      yield* encodeText(value, path, 'text');
      break;
  }
}

function* encodeText(text: string, path: string, what: string): Pieces {
  const bytes = new TextEncoder().encode(text);
  yield piece(path, `${what} of ${bytes.length} bytes follows`, zigzag(BigInt(bytes.length)));
  yield piece(path, text.length <= 40 ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, 37))}…`, bytes);
}

function encodeSymbol({ symbols, name }: EnumSchema, value: JsonValue, path: string): WirePiece {
  const index = typeof value === 'string' ? symbols.indexOf(value) : -1;
  if (index === -1) throw misfit(path, `a symbol of ${shortName(name)}`);
  return piece(path, `symbol ${index} of ${shortName(name)}: ${String(value)}`, zigzag(BigInt(index)));
}

function encodeFixed({ size, name }: FixedSchema, value: JsonValue, path: string): WirePiece {
  const bytes = latin1(value, path);
  if (bytes.length !== size) throw misfit(path, `${size} bytes`);
  return piece(path, `${size} bytes of ${shortName(name)}`, bytes);
}

/** One block with all items, and the zero that ends the blocks; an empty list is the zero alone. */
function* encodeItems({ items }: ArraySchema, value: JsonValue, path: string): Pieces {
  if (!isList(value)) throw misfit(path, 'a list');
  yield* blockHead(value.length, path);
  for (const [index, item] of value.entries()) yield* encode(items, item, `${path}[${index}]`);
  yield piece(path, 'no more items', [0]);
}

function* encodeEntries({ values }: MapSchema, value: JsonValue, path: string): Pieces {
  const entries = Object.entries(asObject(value, path));
  yield* blockHead(entries.length, path);
  for (const [key, item] of entries) {
    const at = `${path}[${JSON.stringify(key)}]`;
    yield* encodeText(key, at, 'key');
    yield* encode(values, item, at);
  }
  yield piece(path, 'no more entries', [0]);
}

function* blockHead(count: number, path: string): Pieces {
  if (count > 0) yield piece(path, count === 1 ? '1 follows' : `${count} follow`, zigzag(BigInt(count)));
}

function* encodeUnion({ branches }: UnionSchema, value: JsonValue, path: string): Pieces {
  const name = value === null ? 'null' : onlyKey(asObject(value, path), path);
  const index = branches.findIndex((branch) => branchName(branch) === name);
  const branch = branches[index];
  if (branch === undefined) throw misfit(path, `one of ${branches.map(branchName).join(', ')}`);
  yield piece(path, `branch ${index}: ${shortName(name)}`, zigzag(BigInt(index)));
  const inner = value === null ? null : asObject(value, path)[name];
  if (inner === undefined) throw misfit(path, 'a value of its branch');
  yield* encode(branch, inner, path);
}

const piece = (path: string, meaning: string, bytes: Iterable<number>): WirePiece => ({
  path,
  meaning,
  bytes: Uint8Array.from(bytes),
});

function floatingBytes(type: 'float' | 'double', value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(type === 'float' ? 4 : 8));
  if (type === 'float') view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  return new Uint8Array(view.buffer);
}

/** Names of branches in Avro's JSON encoding. */
function branchName(schema: Schema): string {
  if (schema.kind === 'primitive') return schema.type;
  return 'name' in schema ? schema.name : schema.kind;
}

/** Variable length, low bits first, small negative numbers as short as positive ones. */
function zigzag(value: bigint): readonly number[] {
  let rest = value >= 0n ? value << 1n : (-value << 1n) - 1n;
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}

function wholeNumber(value: JsonValue, path: string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw misfit(path, 'a whole number');
}

/** JSON has no word for what is no number; Avro's implementations write these as text. */
function floating(value: JsonValue, path: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  throw misfit(path, 'a number');
}

/** Bytes are text in Avro's JSON, a sign below 256 for each byte. */
function latin1(value: JsonValue, path: string): readonly number[] {
  if (typeof value !== 'string') throw misfit(path, 'bytes, as text');
  const bytes = Array.from(value, (sign) => sign.codePointAt(0) ?? 0);
  if (bytes.some((byte) => byte > 255)) throw misfit(path, 'bytes: no sign above U+00FF');
  return bytes;
}

function onlyKey(value: JsonObject, path: string): string {
  const [key, ...others] = Object.keys(value);
  if (key === undefined || others.length > 0) throw misfit(path, 'an object that names one branch');
  return key;
}

function asObject(value: JsonValue, path: string): JsonObject {
  if (typeof value !== 'object' || value === null || isList(value)) throw misfit(path, 'an object');
  return value;
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

const misfit = (path: string, what: string): UnencodableValue =>
  new UnencodableValue(`${path === '' ? 'The value' : path} has to be ${what}.`);
