import type { Position, RecordSchema, Schema, UnionSchema } from '@eventwright/avro';
import type { Entry, Node } from '../model/document.ts';
import { type NodeReader, scalarValue } from '../model/node.ts';
import { suggest } from '../model/suggest.ts';

/** A value that its schema does not allow. */
export interface Mismatch {
  readonly position: Position;
  /** JSON pointer inside the value. */
  readonly path: string;
  readonly message: string;
  readonly help: string | undefined;
}

/** Checks a value against a schema by Avro's JSON encoding: every field there, a union value under its type's name. */
export function checkAvroJson(reader: NodeReader, schema: Schema, value: Node): readonly Mismatch[] {
  return check(schema, { reader, node: reader.follow(value) ?? value, position: value.position, path: '' });
}

/** A value, and where it stands. */
interface Place {
  readonly reader: NodeReader;
  readonly node: Node;
  readonly position: Position;
  readonly path: string;
}

function check(schema: Schema, place: Place): readonly Mismatch[] {
  switch (schema.kind) {
    case 'record':
      return checkRecord(schema, place);
    case 'union':
      return checkUnion(schema, place);
    case 'array':
      if (place.node.kind !== 'sequence') return wrongType(place, 'a list');
      return place.node.items.flatMap((value, index) =>
        check(schema.items, inside(place, String(index), { position: value.position, value })),
      );
    case 'map':
      if (place.node.kind !== 'map') return wrongType(place, 'a map');
      return [...place.node.entries].flatMap(([key, entry]) => check(schema.values, inside(place, key, entry)));
    default:
      return checkScalar(schema, place);
  }
}

function inside({ reader, path }: Place, key: string, { position, value }: Entry): Place {
  const part = key.replaceAll('~', '~0').replaceAll('/', '~1');
  return { reader, node: reader.follow(value) ?? value, position, path: `${path}/${part}` };
}

function checkRecord(schema: RecordSchema, place: Place): readonly Mismatch[] {
  if (place.node.kind !== 'map') return wrongType(place, `a record ${schema.name}`);
  const { entries } = place.node;
  const names = schema.fields.map((field) => field.name);
  return [
    ...schema.fields.flatMap(({ name, type }) => {
      const entry = entries.get(name);
      if (entry !== undefined) return check(type, inside(place, name, entry));
      return mismatch(place, `The field '${name}' of ${schema.name} is missing.`, missingField);
    }),
    ...[...entries].flatMap(([name, entry]) => {
      if (names.includes(name)) return [];
      return mismatch(inside(place, name, entry), `${schema.name} has no field '${name}'.`, suggest(name, names));
    }),
  ];
}

const missingField = "Give it a value; Avro's JSON encoding leaves nothing out, defaults neither.";

function checkUnion({ branches }: UnionSchema, place: Place): readonly Mismatch[] {
  const names = branches.map(branchName);
  const { node } = place;
  if (scalarValue(node) === null) {
    return names.includes('null') ? [] : mismatch(place, 'null is not allowed here.', listed(names));
  }
  const [first, ...others] = node.kind === 'map' ? node.entries : [];
  const branch = branches[names.indexOf(first?.[0] ?? '')];
  if (first === undefined || others.length > 0 || branch === undefined) {
    return mismatch(place, `${shown(node)} does not say which type of the union it is.`, listed(names));
  }
  return check(branch, inside(place, first[0], first[1]));
}

const listed = (names: readonly string[]): string =>
  `Write one of: ${names.map((name) => (name === 'null' ? 'null' : `{ "${name}": … }`)).join(', ')}.`;

function branchName(schema: Schema): string {
  if ('name' in schema) return schema.name;
  return schema.kind === 'primitive' ? schema.type : schema.kind;
}

type ScalarSchema = Extract<Schema, { kind: 'primitive' | 'enum' | 'fixed' }>;

function checkScalar(schema: ScalarSchema, place: Place): readonly Mismatch[] {
  const value = scalarValue(place.node);
  if (schema.kind === 'enum') {
    if (typeof value === 'string' && schema.symbols.includes(value)) return [];
    return mismatch(
      place,
      `${shown(place.node)} is no symbol of ${schema.name}.`,
      suggest(String(value), schema.symbols),
    );
  }
  if (schema.kind === 'fixed') {
    if (isBytes(value) && value.length === schema.size) return [];
    return wrongType(place, `text of ${schema.size} characters up to U+00FF (${schema.name})`);
  }
  const { description, accepts } = primitives[schema.type];
  if (!accepts(value)) return wrongType(place, description);
  return schema.logicalType?.name === 'uuid' && !uuid.test(String(value)) ? wrongType(place, 'a UUID') : [];
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function isBytes(value: unknown): value is string {
  return typeof value === 'string' && [...value].every((character) => character <= '\u00ff');
}

const isInteger = (value: unknown, bits: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** (bits - 1)) && value < 2 ** (bits - 1);

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity';

const primitives = {
  null: { description: 'null', accepts: (value: unknown) => value === null },
  boolean: { description: 'true or false', accepts: (value: unknown) => typeof value === 'boolean' },
  int: { description: 'an integer of 32 bits', accepts: (value: unknown) => isInteger(value, 32) },
  long: { description: 'an integer of 64 bits', accepts: (value: unknown) => isInteger(value, 64) },
  float: { description: 'a number', accepts: isNumber },
  double: { description: 'a number', accepts: isNumber },
  bytes: { description: 'text of characters up to U+00FF', accepts: isBytes },
  string: { description: 'text', accepts: (value: unknown) => typeof value === 'string' },
} as const;

function wrongType(place: Place, expected: string): readonly Mismatch[] {
  const unquoted = expected === 'text' && place.node.kind === 'scalar' && place.node.value !== null;
  return mismatch(place, `${shown(place.node)} is not ${expected}.`, unquoted ? 'Put it in quotes.' : undefined);
}

function mismatch({ position, path }: Place, message: string, help: string | undefined): readonly Mismatch[] {
  return [{ position, path: path === '' ? '/' : path, message, help }];
}

const maxShown = 40;

function shown(node: Node): string {
  switch (node.kind) {
    case 'map':
      return node.entries.size === 0 ? '{}' : `A map with '${[...node.entries.keys()].slice(0, 3).join("', '")}'`;
    case 'sequence':
      return `A list of ${node.items.length}`;
    case 'avro':
      return node.file;
    case 'scalar': {
      const text = JSON.stringify(node.value);
      return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
    }
  }
}
