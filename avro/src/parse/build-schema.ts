import { namespaceOf } from '../full-name.ts';
import { markParsed } from '../is-schema.ts';
import { type JsonArrayNode, type JsonNode, type JsonObjectNode, stringValue } from '../json/json-node.ts';
import type { NamedSchema, PrimitiveName, PrimitiveSchema, Schema, UnionSchema } from '../model.ts';
import { primitiveNameOf } from '../primitive-name.ts';
import { relatedPlace, type SchemaPlace, type SchemaProblem, schemaProblem } from '../schema-problem.ts';
import { noProperties, otherProperties } from './attributes.ts';
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

/** Stands in for a type that cannot be had, once the problem is reported. */
const standIn: PrimitiveSchema = markParsed({ kind: 'primitive', type: 'null', properties: {} });

/** The schema that a node describes. Where it describes none the problem is reported and a null type stands in. */
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
    const help = 'Write the name of a type in quotes, an object for a new type, or an array for a union.';
    return invalidType(node, { message: 'This is no type.', help }, scope);
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
  const help = unresolvedHelp(name, scope);
  scope.problems.push(
    schemaProblem('AVRO_NAME_UNRESOLVED', place, { message: `The type "${name}" is not defined.`, help }),
  );
  return standIn;
}

/** The specification gives no way to write this, and Avro libraries differ in what they make of it. */
function warnOfAmbiguity(name: string, place: SchemaPlace, scope: TypeScope): void {
  const message = `"${name}" has no namespace and is used inside "${scope.namespace}": not every Avro library finds it.`;
  const help = `Give it a namespace, such as "${scope.namespace}".`;
  scope.problems.push(schemaProblem('AVRO_NAME_AMBIGUOUS', place, { message, help }));
}

const complexTypes: ReadonlySet<string> = new Set(['record', 'error', 'enum', 'fixed', 'array', 'map']);
const primitiveSuggestions = ['boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];

function unresolvedHelp(name: string, scope: TypeScope): string {
  if (complexTypes.has(name)) return `Write { "type": "${name}", ... }.`;
  if (/^\s*[[{]/.test(name)) return 'This is JSON text: give it to parseSchemaText.';
  const meant = didYouMean(name, [...scope.knownNames(), ...primitiveSuggestions]);
  const define = 'Define it in one of the schema files, or write its full name.';
  return meant === undefined ? define : `Did you mean "${meant}"? ${define}`;
}

function primitiveSchema(type: PrimitiveName, node: JsonNode): PrimitiveSchema {
  return markParsed({ kind: 'primitive', type, properties: noProperties, ...positionOf(node) });
}

interface ProblemText {
  readonly message: string;
  readonly help: string;
}

/** Reports a node that is no type. */
export function invalidType(place: SchemaPlace, text: ProblemText, scope: TypeScope): Schema {
  scope.problems.push(schemaProblem('AVRO_TYPE_INVALID', place, text));
  return standIn;
}

function buildUnion(node: JsonArrayNode, scope: TypeScope): UnionSchema {
  const branches: Schema[] = [];
  const kinds = new Map<string, SchemaPlace>();
  for (const item of node.items) {
    const branch = buildSchema(item, scope);
    branches.push(branch);
    if (branch === standIn) continue;
    const kind = branchKind(branch);
    const first = kinds.get(kind);
    if (branch.kind === 'union') invalidUnion(item, scope, { message: 'A union holds another union.' });
    else if (first !== undefined) {
      const related = [relatedPlace(first, 'first here')];
      invalidUnion(item, scope, { message: `The union holds "${kind}" twice.`, related });
    }
    kinds.set(kind, item);
  }
  return markParsed({ kind: 'union', branches, properties: noProperties, ...positionOf(node) });
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
  if (type === undefined) {
    return invalidType(node, { message: 'The object has no "type".', help: 'Add "type", such as "record".' }, scope);
  }
  const name = stringValue(type);
  const primitive = primitiveNameOf(name);
  if (primitive !== undefined) return buildPrimitive(primitive, node, scope);
  if (name === 'array') {
    const items = buildInner('items', node, scope);
    const properties = otherProperties(node, arrayAttributes);
    return markParsed({ kind: 'array', items, properties, ...positionOf(node) });
  }
  if (name === 'map') {
    const values = buildInner('values', node, scope);
    const properties = otherProperties(node, mapAttributes);
    return markParsed({ kind: 'map', values, properties, ...positionOf(node) });
  }
  reportIgnored(node, scope);
  return buildSchema(type, scope);
}

function buildPrimitive(type: PrimitiveName, node: JsonObjectNode, scope: TypeScope): PrimitiveSchema {
  const logicalType = readLogicalType(node, type, scope.problems);
  const properties = otherProperties(node, typeAttributes);
  return markParsed({ kind: 'primitive', type, ...logicalType, properties, ...positionOf(node) });
}

function buildInner(attribute: 'items' | 'values', node: JsonObjectNode, scope: TypeScope): Schema {
  const inner = node.members.get(attribute);
  if (inner !== undefined) return buildSchema(inner, scope);
  const message = `The ${attribute === 'items' ? 'array' : 'map'} has no "${attribute}".`;
  return invalidType(node, { message, help: `Add "${attribute}": the type of what it holds.` }, scope);
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
