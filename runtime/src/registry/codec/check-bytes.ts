import { isUtf8 } from 'node:buffer';
import type { PrimitiveName, RecordSchema, Schema } from '@eventwright/avro';
import { RuntimeError } from '../../core/errors.ts';

/** Items of no bytes at all (null, empty records) that one message may announce, since their bytes cannot bound them. */
const mostEmptyItems = 65_536;

interface Cursor {
  readonly bytes: Uint8Array;
  position: number;
  emptyItems: number;
}

type Check = (cursor: Cursor) => void;

/**
 * Compiles a check that bytes are exactly one value of the schema, made without building it: every length and count
 * fits what is left, every branch and symbol exists, text is UTF-8, nothing follows. The binary codec trusts what it
 * reads and would loop or allocate for as long as a hostile count says, so this comes first. Throws `VALUE_UNREADABLE`.
 */
export function compileCheck(schema: Schema): (bytes: Uint8Array) => void {
  const check = checkOf(schema, new Map());
  return (bytes) => {
    const cursor: Cursor = { bytes, position: 0, emptyItems: 0 };
    check(cursor);
    const trailing = bytes.length - cursor.position;
    if (trailing > 0) throw unreadable(cursor, `${trailing} bytes follow the value`);
  };
}

function checkOf(schema: Schema, known: Map<RecordSchema, Check>): Check {
  switch (schema.kind) {
    case 'primitive':
      return primitives[schema.type];
    case 'fixed':
      return (cursor) => skip(cursor, schema.size, 'fixed');
    case 'enum':
      return (cursor) => void index(cursor, schema.symbols.length, 'symbols');
    case 'array':
      return blocks(checkOf(schema.items, known), smallest(schema.items, new Map()));
    case 'map':
      return mapCheck(checkOf(schema.values, known));
    case 'union':
      return unionCheck(schema.branches.map((branch) => checkOf(branch, known)));
    case 'record':
      return known.get(schema) ?? recordCheck(schema, known);
  }
}

const primitives: Readonly<Record<PrimitiveName, Check>> = {
  null: () => {},
  boolean: (cursor) => {
    const { bytes, position } = cursor;
    skip(cursor, 1, 'boolean');
    if ((bytes[position] ?? 0) > 1) throw unreadable(cursor, 'a boolean is neither 0 nor 1');
  },
  int: (cursor) => {
    const value = varint(cursor);
    if (value !== (value | 0)) throw unreadable(cursor, 'an int has more than 32 bits');
  },
  long: (cursor) => void varint(cursor),
  float: (cursor) => skip(cursor, 4, 'float'),
  double: (cursor) => skip(cursor, 8, 'double'),
  bytes: (cursor) => skip(cursor, varint(cursor), 'bytes'),
  string: (cursor) => {
    const length = varint(cursor);
    const start = cursor.position;
    skip(cursor, length, 'string');
    if (!isUtf8(cursor.bytes.subarray(start, cursor.position))) throw unreadable(cursor, 'a string is not UTF-8');
  },
};

function recordCheck(schema: RecordSchema, known: Map<RecordSchema, Check>): Check {
  const checks: Check[] = [];
  const check: Check = (cursor) => {
    for (const field of checks) field(cursor);
  };
  known.set(schema, check);
  for (const field of schema.fields) checks.push(checkOf(field.type, known));
  return check;
}

function unionCheck(branches: readonly Check[]): Check {
  return (cursor) => branches[index(cursor, branches.length, 'branches')]?.(cursor);
}

function mapCheck(value: Check): Check {
  const entry: Check = (cursor) => {
    primitives.string(cursor);
    value(cursor);
  };
  return blocks(entry, 1);
}

/** The blocks of an array or a map, each with a count, which is negative where the size of the block follows. */
function blocks(item: Check, itemBytes: number): Check {
  return (cursor) => {
    for (let count = varint(cursor); count !== 0; count = varint(cursor)) {
      if (count < 0) requireLeft(cursor, varint(cursor), 'block');
      const items = Math.abs(count);
      if (itemBytes === 0) countEmptyItems(cursor, items);
      else requireLeft(cursor, items * itemBytes, `block of ${items} items`);
      for (let done = 0; done < items; done += 1) item(cursor);
    }
  };
}

function countEmptyItems(cursor: Cursor, items: number): void {
  cursor.emptyItems += items;
  if (cursor.emptyItems > mostEmptyItems) {
    throw unreadable(cursor, `more than ${mostEmptyItems} items that take no bytes are announced`);
  }
}

/** Least bytes that a value takes; 0 for a type that is met again inside itself, which only makes the bound laxer. */
function smallest(schema: Schema, known: Map<RecordSchema, number>): number {
  if (schema.kind === 'fixed') return schema.size;
  if (schema.kind === 'primitive') return smallestPrimitive[schema.type];
  if (schema.kind !== 'record') return 1;
  const before = known.get(schema);
  if (before !== undefined) return before;
  known.set(schema, 0);
  const bytes = schema.fields.reduce((sum, field) => sum + smallest(field.type, known), 0);
  known.set(schema, bytes);
  return bytes;
}

const smallestPrimitive = { null: 0, boolean: 1, int: 1, long: 1, float: 4, double: 8, bytes: 1, string: 1 } as const;

/** Moves on; refuses lengths that are negative or more than what is left. */
function skip(cursor: Cursor, length: number, what: string): void {
  requireLeft(cursor, length, what);
  cursor.position += length;
}

function requireLeft(cursor: Cursor, length: number, what: string): void {
  const left = cursor.bytes.length - cursor.position;
  if (length < 0 || length > left) throw unreadable(cursor, `a ${what} takes ${length} bytes and ${left} are left`);
}

function index(cursor: Cursor, length: number, of: string): number {
  const value = varint(cursor);
  if (value < 0 || value >= length) throw unreadable(cursor, `index ${value} is outside the ${length} ${of}`);
  return value;
}

/** A zigzag number of at most 64 bits; beyond 2^53 only roughly right, which is enough for a check. */
function varint(cursor: Cursor): number {
  const { bytes } = cursor;
  let value = 0;
  let factor = 1;
  for (let count = 1; ; count += 1) {
    const byte = bytes[cursor.position];
    if (byte === undefined) throw unreadable(cursor, 'the bytes end within a number');
    cursor.position += 1;
    if (count === 10 && byte > 1) throw unreadable(cursor, 'a number has more than 64 bits');
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    factor *= 0x80;
  }
}

function unreadable(cursor: Cursor, reason: string): RuntimeError {
  const place = `at byte ${cursor.position} of ${cursor.bytes.length}`;
  return new RuntimeError('VALUE_UNREADABLE', `The bytes are no value of the writer's schema: ${reason}, ${place}.`);
}
