import { fullNameOf, isFullName, namespaceOf, shortNameOf } from '../full-name.ts';
import { type JsonNode, type JsonObjectNode, stringValue } from '../json/json-node.ts';
import { primitiveNameOf } from '../primitive-name.ts';
import { type SchemaPlace, type SchemaProblem, schemaProblem } from '../schema-problem.ts';
import { rememberNode } from '../source-node.ts';
import { invalidName } from './attributes.ts';
import { type NamedKind, namedKindOf, readNamedType } from './named-type.ts';
import type { Definition, SourceFile } from './source-file.ts';

/**
 * A file with every named type that it defines, at whatever depth: before any reference is looked up, so that types may be
 * used before they are defined. Records get their fields later.
 */
export function declareTypes(root: JsonNode, { file, version }: { file: string; version: number }): SourceFile {
  const source: SourceFile = { file, version, root, problems: [], names: new Map(), definitions: new Map() };
  declareIn(source, root, '');
  return source;
}

function declareIn(source: SourceFile, node: JsonNode, namespace: string): void {
  if (node.kind === 'scalar') return;
  if (node.kind === 'array') {
    for (const branch of node.items) declareIn(source, branch, namespace);
    return;
  }
  const kind = namedKindOf(node);
  const innerNamespace = kind === undefined ? namespace : declare(source, node, { kind, namespace });
  for (const inner of innerTypes(node)) declareIn(source, inner, innerNamespace);
}

/** The entries of `fields` that are objects. */
export function fieldNodes(record: JsonObjectNode): readonly JsonObjectNode[] {
  const fields = record.members.get('fields');
  return fields?.kind === 'array' ? fields.items.filter((field) => field.kind === 'object') : [];
}

function innerTypes(node: JsonObjectNode): readonly JsonNode[] {
  const type = node.members.get('type');
  switch (stringValue(type)) {
    case 'record':
    case 'error':
      return fieldNodes(node).flatMap((field) => field.members.get('type') ?? []);
    case 'array':
      return [node.members.get('items') ?? []].flat();
    case 'map':
      return [node.members.get('values') ?? []].flat();
    default:
      return type === undefined ? [] : [type];
  }
}

interface NamedKindInNamespace {
  readonly kind: NamedKind;
  readonly namespace: string;
}

/** Returns the namespace for the inside of the definition. */
function declare(source: SourceFile, node: JsonObjectNode, { kind, namespace }: NamedKindInNamespace): string {
  const { name, place } = readName(node, namespace, source.problems);
  const { schema, fields } = readNamedType(node, { kind, name }, source.problems);
  const definition: Definition = { node, schema: rememberNode(schema, node), fields, place };
  source.definitions.set(node, definition);
  const first = source.names.get(name);
  if (first !== undefined) reportDuplicate(source.problems, definition, first);
  else if (name !== '') source.names.set(name, definition);
  return namespaceOf(name);
}

/** The same full name defined a second time, in one file or in two of equal version. */
export function reportDuplicate(problems: SchemaProblem[], { schema, place }: Definition, first: Definition): void {
  problems.push(
    schemaProblem('AVRO_NAME_DUPLICATE', place, {
      message: `"${schema.name}" is defined twice.`,
      help: 'Keep one definition and refer to it by its full name, or rename one of the two.',
      related: [{ ...first.place, message: 'first defined here' }],
    }),
  );
}

interface WrittenName {
  /** Full name; `''` where there is none. */
  readonly name: string;
  readonly place: SchemaPlace;
}

function readName(node: JsonObjectNode, namespace: string, problems: SchemaProblem[]): WrittenName {
  const attribute = node.members.get('name');
  const written = stringValue(attribute);
  if (attribute === undefined || written === undefined) {
    const help = 'Add "name": a record, enum or fixed is known by its name.';
    problems.push(schemaProblem('AVRO_NAME_INVALID', attribute ?? node, { message: 'The type has no name.', help }));
    return { name: '', place: node };
  }
  const name = fullNameOf(written, readNamespace(node, namespace, problems));
  if (!isFullName(name)) invalidName(name, attribute, problems);
  if (primitiveNameOf(shortNameOf(name)) !== undefined) reportPrimitiveName(name, attribute, problems);
  return { name, place: attribute };
}

function readNamespace(node: JsonObjectNode, enclosing: string, problems: SchemaProblem[]): string {
  const attribute = node.members.get('namespace');
  if (attribute === undefined) return enclosing;
  const namespace = stringValue(attribute);
  if (namespace !== undefined) return namespace;
  const help = 'Write names joined by dots, such as "shop.orders", or "" for none.';
  problems.push(schemaProblem('AVRO_NAME_INVALID', attribute, { message: '"namespace" is not a string.', help }));
  return enclosing;
}

function reportPrimitiveName(name: string, place: SchemaPlace, problems: SchemaProblem[]): void {
  problems.push(
    schemaProblem('AVRO_NAME_INVALID', place, {
      message: `"${name}" has the name of a primitive type, which Avro allows in no namespace.`,
      help: 'Choose another name.',
    }),
  );
}
