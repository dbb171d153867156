import type { MapSchema, NamedSchema, RecordSchema, Schema, UnionSchema } from '@eventwright/avro';
import { type Wire, wireField, wireRecord } from './wire.ts';

/** What avsc is told of a schema. */
export type TwinSchema = TwinBranch | TwinBranch[];

type TwinBranch = string | TwinDefinition;

type TwinDefinition =
  | { readonly type: 'array'; readonly items: TwinSchema }
  | { readonly type: 'fixed'; readonly name: string; readonly size: number }
  | { readonly type: 'record'; readonly name: string; readonly fields: TwinField[] };

interface TwinField {
  readonly name: string;
  readonly type: TwinSchema;
}

/** How values of one union look on the wire: bare beside null, else in an object whose only key says the branch. */
export interface UnionWire {
  wrap(branch: number, wire: Wire): Wire;
  branchOf(wire: Wire): number;
  contentOf(wire: Wire): Wire;
}

/**
 * A schema with the same bytes in which nothing carries a name of the contract: fields are numbered, an enum is the
 * `int` of its symbol, a map an array of its entries, logical types are left away. So the binary codec never sees a
 * name such as `__proto__` or `constructor`, nor defaults and aliases: meaning stays with us.
 */
export interface Twin {
  readonly schema: TwinSchema;
  readonly unions: UnionWires;
}

export type UnionWires = ReadonlyMap<UnionSchema, UnionWire>;

interface Building {
  readonly names: Map<NamedSchema | MapSchema | UnionSchema, string>;
  readonly unions: Map<UnionSchema, UnionWire>;
}

export function twinOf(schema: Schema): Twin {
  const building: Building = { names: new Map(), unions: new Map() };
  return { schema: build(schema, building), unions: building.unions };
}

/** The name of a record's field in the twin, by its index in the schema. */
export function twinField(index: number): string {
  return `f${index}`;
}

function build(schema: Schema, building: Building): TwinSchema {
  switch (schema.kind) {
    case 'primitive':
      return schema.type;
    case 'enum':
      return 'int';
    case 'fixed':
      return define(schema, building, (name) => ({ type: 'fixed', name, size: schema.size }));
    case 'record':
      return define(schema, building, (name) => ({ type: 'record', name, fields: fieldsOf(schema, building) }));
    case 'array':
      return { type: 'array', items: build(schema.items, building) };
    case 'map':
      return { type: 'array', items: define(schema, building, (name) => entryOf(schema, { name, building })) };
    case 'union':
      return buildUnion(schema, building);
  }
}

/** Defines a named type where it is met first, refers to it by name after that. */
function define(
  schema: NamedSchema | MapSchema,
  building: Building,
  definition: (name: string) => TwinDefinition,
): TwinBranch {
  const known = building.names.get(schema);
  return known ?? definition(newName(schema, building));
}

function newName(schema: NamedSchema | MapSchema | UnionSchema, { names }: Building): string {
  const name = `T${names.size}`;
  names.set(schema, name);
  return name;
}

function fieldsOf(schema: RecordSchema, building: Building): TwinField[] {
  return schema.fields.map((field, index) => ({ name: twinField(index), type: build(field.type, building) }));
}

function entryOf(schema: MapSchema, { name, building }: { name: string; building: Building }): TwinDefinition {
  const fields = [
    { name: 'key', type: 'string' },
    { name: 'value', type: build(schema.values, building) },
  ];
  return { type: 'record', name, fields };
}

function isNull(schema: Schema): boolean {
  return schema.kind === 'primitive' && schema.type === 'null';
}

function buildUnion(union: UnionSchema, building: Building): TwinSchema {
  const { branches } = union;
  // A union of nothing has no values; the writer and the reader of it refuse everything before avsc is asked.
  if (branches.length === 0) return 'null';
  if (branches.filter((branch) => !isNull(branch)).length <= 1) {
    building.unions.set(union, bareUnion(branches));
    return branches.flatMap((branch) => build(branch, building));
  }
  const prefix = newName(union, building);
  building.unions.set(union, taggedUnion(branches, prefix));
  // A record of one field has the bytes of the field; as records the branches cannot be mistaken for each other.
  return branches.map((branch, index) => {
    if (isNull(branch)) return 'null';
    const fields = [{ name: 'content', type: build(branch, building) }];
    return { type: 'record', name: tagOf(prefix, index), fields };
  });
}

function tagOf(prefix: string, index: number): string {
  return `${prefix}_${index}`;
}

function bareUnion(branches: readonly Schema[]): UnionWire {
  const nullBranch = branches.findIndex(isNull);
  const otherBranch = branches.findIndex((branch) => !isNull(branch));
  return {
    wrap: (_branch, wire) => wire,
    branchOf: (wire) => (wire === null ? nullBranch : otherBranch),
    contentOf: (wire) => wire,
  };
}

function taggedUnion(branches: readonly Schema[], prefix: string): UnionWire {
  const nullBranch = branches.findIndex(isNull);
  const tags = branches.map((_, index) => tagOf(prefix, index));
  const branchByTag = new Map(tags.map((tag, index) => [tag, index]));
  const tagIn = (wire: Wire) => Object.keys(wireRecord(wire))[0] ?? '';
  return {
    wrap: (branch, wire) => (wire === null ? null : { [tags[branch] ?? '']: { content: wire } }),
    branchOf: (wire) => (wire === null ? nullBranch : (branchByTag.get(tagIn(wire)) ?? -1)),
    contentOf: (wire) => {
      if (wire === null) return null;
      const tag = tagIn(wire);
      return wireField(wireRecord(wireField(wireRecord(wire), tag)), 'content');
    },
  };
}
