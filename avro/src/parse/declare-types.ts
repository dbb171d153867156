import { fullNameOf, isFullName, namespaceOf, shortNameOf } from '../full-name.ts';
import { type JsonNode, type JsonObjectNode, stringValue } from '../json/json-node.ts';
import { primitiveNameOf } from '../primitive-name.ts';
import { relatedPlace, type SchemaPlace, type SchemaProblem, schemaProblem } from '../schema-problem.ts';
import { rememberOrigin } from '../source-node.ts';
import { invalidName } from './attributes.ts';
import { type NamedKind, namedKindOf, readNamedType } from './named-type.ts';
import type { Definition, SourceFile } from './source-file.ts';

interface SourceName {
  readonly file: string;
  readonly version: number;
  /** Reads the file anew, so that the tree need not be kept. Default: the tree is kept. */
  readonly again?: (() => JsonNode) | undefined;
}

/**
 * A file with every named type that it defines, at whatever depth: before any reference is looked up, so that types may be
 * used before they are defined. Records get their fields later.
 */
export function declareTypes(root: JsonNode, { file, version, again = () => root }: SourceName): SourceFile {
  const place = placeOf(root);
  const source: SourceFile = {
    file,
    version,
    root: again,
    place,
    problems: [],
    names: new Map(),
    uses: new Set(),
    definitions: [],
  };
  visitTypes(root, '', {
    definition: (node, defined) => declare(source, node, { ...defined, isRoot: node === root }),
    use: (name, namespace) => source.uses.add(fullNameOf(name, namespace)),
  });
  return source;
}

/** The objects that define the types of a file, in the order of its definitions. */
export function definingNodes(root: JsonNode): readonly JsonObjectNode[] {
  const nodes: JsonObjectNode[] = [];
  visitTypes(root, '', {
    definition: (node) => {
      nodes.push(node);
      return '';
    },
    use: () => undefined,
  });
  return nodes;
}

interface KindInNamespace {
  readonly kind: NamedKind;
  readonly namespace: string;
}

interface TypeVisitor {
  /** Of an object that defines a named type. Returns the namespace for the inside of the definition. */
  definition(node: JsonObjectNode, defined: KindInNamespace): string;
  /** Of the use of a type by its name, if it is no primitive type. */
  use(name: string, namespace: string): void;
}

function visitTypes(node: JsonNode, namespace: string, visitor: TypeVisitor): void {
  if (node.kind === 'scalar') {
    const name = stringValue(node);
    if (name !== undefined && primitiveNameOf(name) === undefined) visitor.use(name, namespace);
    return;
  }
  if (node.kind === 'array') {
    for (const branch of node.items) visitTypes(branch, namespace, visitor);
    return;
  }
  const kind = namedKindOf(node);
  const innerNamespace = kind === undefined ? namespace : visitor.definition(node, { kind, namespace });
  for (const inner of innerTypes(node)) visitTypes(inner, innerNamespace, visitor);
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
    case 'enum':
    case 'fixed':
      return [];
    default:
      return type === undefined ? [] : [type];
  }
}

interface NewDefinition extends KindInNamespace {
  readonly isRoot: boolean;
}

function declare(source: SourceFile, node: JsonObjectNode, { kind, namespace, isRoot }: NewDefinition): string {
  const { problems, names, definitions } = source;
  const { name, place } = readName(node, namespace, problems);
  const { schema, fields } = readNamedType(node, { kind, name }, problems);
  rememberOrigin(schema, node);
  const definition: Definition = { source, index: definitions.length, isRoot, schema, fields, place: placeOf(place) };
  definitions.push(definition);
  const first = names.get(name);
  if (first !== undefined) reportDuplicate(problems, definition, first);
  else if (name !== '') names.set(name, definition);
  return namespaceOf(name);
}

/** Without the node that the place is of. */
const placeOf = ({ location, position }: SchemaPlace): SchemaPlace => ({ location, position });

/** The same full name defined a second time, in one file or in two of equal version. */
export function reportDuplicate(problems: SchemaProblem[], { schema, place }: Definition, first: Definition): void {
  problems.push(
    schemaProblem('AVRO_NAME_DUPLICATE', place, {
      message: `"${schema.name}" is defined twice.`,
      help: 'Keep one definition and refer to it by its full name, or rename one of the two.',
      related: [relatedPlace(first.place, 'first defined here')],
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
