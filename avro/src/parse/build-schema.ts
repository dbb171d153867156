import { namespaceOf } from '../full-name.ts';
import { markParsed } from '../is-schema.ts';
import { type JsonArrayNode, type JsonNode, type JsonObjectNode, stringValue } from '../json/json-node.ts';
import type { NamedSchema, PrimitiveName, PrimitiveSchema, Schema, UnionSchema } from '../model.ts';
import { primitiveNameOf } from '../primitive-name.ts';
import { type SchemaPlace, type SchemaProblem, schemaProblem } from '../schema-problem.ts';
import { otherProperties } from './attributes.ts';
import { didYouMean } from './did-you-mean.ts';
import { readLogicalType } from './logical-type.ts';
import { type Definition, positionOf } from './source-file.ts';

/** What a type is read in: its file's problems and definitions, and the way names are looked up from there. */
export interface TypeScope {
  readonly namespace: string;
  readonly problems: SchemaProblem[];
  readonly definitions: ReadonlyMap<JsonNode, Definition>;
  /** The type that a name means, as written in `namespace`. */
  lookUp(written: string, namespace: string): NamedSchema | undefined;
  /** All full names that could be meant. */
  knownNames(): Iterable<string>;
}

/** The schema that a node describes. Where it describes none the problem is reported and `null` stands in for it. */
export function buildSchema(node: JsonNode, scope: TypeScope): Schema {
  switch (node.kind) {
    case 'scalar':
      return buildByName(node, scope);
    case 'array':
      return buildUnion(node, scope);
    case 'object':
      return buildFromObject(node, scope);
  }
}

function buildByName(node: JsonNode, scope: TypeScope): Schema {
  const name = stringValue(node);
  if (name === undefined) {
    return invalidType(node, scope, 'A type is expected here: a name in quotes, an object, or an array for a union.');
  }
  const primitive = primitiveNameOf(name);
  return primitive === undefined ? lookUpType(name, node, scope) : primitiveSchema(primitive, node);
}

function lookUpType(name: string, place: JsonNode, scope: TypeScope): Schema {
  const found = scope.lookUp(name, scope.namespace);
  if (found !== undefined) {
    if (scope.namespace !== '' && namespaceOf(found.name) === '') warnOfAmbiguity(found.name, place, scope);
    return found;
  }
  const help = complexTypes.has(name)
    ? `Write { "type": "${name}", ... }.`
    : suggestion(didYouMean(name, [...scope.knownNames(), ...primitiveSuggestions]));
  scope.problems.push(
    schemaProblem('AVRO_NAME_UNRESOLVED', place, { message: `The type "${name}" is not defined.`, help }),
  );
  return primitiveSchema('null', place);
}

/** The specification gives no way to write this, and Avro libraries differ in what they make of it. */
function warnOfAmbiguity(name: string, place: SchemaPlace, scope: TypeScope): void {
  const message = `"${name}" has no namespace and is used inside "${scope.namespace}": not every Avro library finds it.`;
  const help = `Give it a namespace, such as "${scope.namespace}".`;
  scope.problems.push(schemaProblem('AVRO_NAME_AMBIGUOUS', place, { message, help }));
}

const complexTypes: ReadonlySet<string> = new Set(['record', 'error', 'enum', 'fixed', 'array', 'map']);
const primitiveSuggestions = ['boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];

function suggestion(name: string | undefined): string {
  const define = 'Define it in one of the schema files, or write its full name.';
  return name === undefined ? define : `Did you mean "${name}"? ${define}`;
}

function primitiveSchema(type: PrimitiveName, node: JsonNode): PrimitiveSchema {
  return markParsed({ kind: 'primitive', type, properties: {}, ...positionOf(node) });
}

function invalidType(place: SchemaPlace, scope: TypeScope, message: string): Schema {
  const help = 'See "Schema Declaration" in the Avro specification.';
  scope.problems.push(schemaProblem('AVRO_TYPE_INVALID', place, { message, help }));
  return markParsed({ kind: 'primitive', type: 'null', properties: {} });
}

function buildUnion(node: JsonArrayNode, scope: TypeScope): UnionSchema {
  const branches: Schema[] = [];
  const kinds = new Map<string, SchemaPlace>();
  for (const item of node.items) {
    const branch = buildSchema(item, scope);
    const kind = branchKind(branch);
    const first = kinds.get(kind);
    if (branch.kind === 'union') invalidUnion(item, scope, { message: 'A union holds another union.' });
    else if (first !== undefined) {
      const related = [{ ...first, message: 'first here' }];
      invalidUnion(item, scope, { message: `The union holds "${kind}" twice.`, related });
    }
    kinds.set(kind, item);
    branches.push(branch);
  }
  return markParsed({ kind: 'union', branches, properties: {}, ...positionOf(node) });
}

/** What no two branches of a union may share. */
function branchKind(schema: Schema): string {
  if (schema.kind === 'primitive') return schema.type;
  return 'name' in schema ? schema.name : schema.kind;
}

function invalidUnion(
  place: SchemaPlace,
  scope: TypeScope,
  text: { message: string; related?: SchemaProblem['related'] },
): void {
  const help = 'List each type once and directly; only named types of different names may be of one kind.';
  scope.problems.push(schemaProblem('AVRO_UNION_INVALID', place, { ...text, help }));
}

const typeAttributes = new Set(['type']);
const arrayAttributes = new Set(['type', 'items']);
const mapAttributes = new Set(['type', 'values']);

function buildFromObject(node: JsonObjectNode, scope: TypeScope): Schema {
  const definition = scope.definitions.get(node);
  if (definition !== undefined) return definition.schema;
  const type = node.members.get('type');
  if (type === undefined) return invalidType(node, scope, 'The object has no "type".');
  const name = stringValue(type);
  const primitive = primitiveNameOf(name);
  if (primitive !== undefined) return buildPrimitive(primitive, node, scope);
  if (name === 'array') {
    const items = buildInner('items', node, scope);
    return markParsed({
      kind: 'array',
      items,
      properties: otherProperties(node, arrayAttributes),
      ...positionOf(node),
    });
  }
  if (name === 'map') {
    const values = buildInner('values', node, scope);
    return markParsed({ kind: 'map', values, properties: otherProperties(node, mapAttributes), ...positionOf(node) });
  }
  reportIgnored(node, scope);
  return buildSchema(type, scope);
}

function buildPrimitive(type: PrimitiveName, node: JsonObjectNode, scope: TypeScope): PrimitiveSchema {
  return markParsed({
    kind: 'primitive',
    type,
    ...readLogicalType(node, type, scope.problems),
    properties: otherProperties(node, typeAttributes),
    ...positionOf(node),
  });
}

function buildInner(attribute: 'items' | 'values', node: JsonObjectNode, scope: TypeScope): Schema {
  const inner = node.members.get(attribute);
  if (inner !== undefined) return buildSchema(inner, scope);
  return invalidType(node, scope, `The ${attribute === 'items' ? 'array' : 'map'} has no "${attribute}".`);
}

/** `{ "type": "shop.Money", "doc": "..." }` is just `shop.Money`: there is nothing that the other attributes belong to. */
function reportIgnored(node: JsonObjectNode, scope: TypeScope): void {
  for (const [key, value] of node.members) {
    if (key === 'type') continue;
    scope.problems.push(
      schemaProblem('AVRO_ATTRIBUTE_IGNORED', value, {
        message: `"${key}" stands beside the use of a type that is defined elsewhere, and is ignored.`,
        help: 'Move it into the definition of the type, or to the field.',
      }),
    );
  }
}
