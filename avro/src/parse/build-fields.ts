import { isName, namespaceOf } from '../full-name.ts';
import { type JsonNode, type JsonObjectNode, stringValue, toJsonValue } from '../json/json-node.ts';
import type { Field, Schema } from '../model.ts';
import { relatedPlace, type SchemaPlace, schemaProblem } from '../schema-problem.ts';
import { invalidName, otherProperties, readDoc, readFieldAliases } from './attributes.ts';
import { buildSchema, invalidType, type TypeScope } from './build-schema.ts';
import { fieldNodes } from './declare-types.ts';
import type { Definition } from './source-file.ts';

/** A default to be checked once all types are complete. */
export interface WrittenDefault {
  readonly type: Schema;
  readonly node: JsonNode;
}

/** Adds the fields of a record, of which `node` is the text, to its definition. Returns their defaults. */
export function buildFields(
  { schema, fields }: Definition,
  node: JsonObjectNode,
  scope: TypeScope,
): readonly WrittenDefault[] {
  if (schema.kind !== 'record') return [];
  checkFieldList(node, scope);
  const inner = { ...scope, namespace: namespaceOf(schema.name) };
  const names = new Map<string, SchemaPlace>();
  const defaults: WrittenDefault[] = [];
  for (const fieldNode of fieldNodes(node)) {
    const name = readFieldName(fieldNode, inner, names);
    const found = scope.problems.length;
    const field = buildField(fieldNode, name, inner);
    fields.push(field);
    const written = fieldNode.members.get('default');
    // A default cannot be judged by a type that is wrong itself.
    const sound = scope.problems.slice(found).every(({ severity }) => severity === 'warning');
    if (written !== undefined && sound) defaults.push({ type: field.type, node: written });
  }
  return defaults;
}

function checkFieldList(record: JsonObjectNode, scope: TypeScope): void {
  const list = record.members.get('fields');
  const wrong = list?.kind === 'array' ? list.items.filter((item) => item.kind !== 'object') : [list ?? record];
  const message = list?.kind === 'array' ? 'The field is not an object.' : 'The record has no array "fields".';
  const help = 'Write "fields": [{ "name": "id", "type": "string" }].';
  for (const place of wrong) scope.problems.push(schemaProblem('AVRO_TYPE_INVALID', place, { message, help }));
}

function readFieldName(node: JsonObjectNode, scope: TypeScope, names: Map<string, SchemaPlace>): string {
  const place = node.members.get('name') ?? node;
  const name = stringValue(place);
  if (name === undefined) {
    const help = 'Add "name" to the field.';
    scope.problems.push(schemaProblem('AVRO_NAME_INVALID', place, { message: 'The field has no name.', help }));
    return '';
  }
  const first = names.get(name);
  if (!isName(name)) invalidName(name, place, scope.problems);
  if (first === undefined) names.set(name, place);
  else {
    const help = 'Rename or remove one of the two.';
    const related = [relatedPlace(first, 'first here')];
    const message = `The record has two fields "${name}".`;
    scope.problems.push(schemaProblem('AVRO_FIELD_DUPLICATE', place, { message, help, related }));
  }
  return name;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const fieldAttributes = new Set(['name', 'type', 'doc', 'default', 'order', 'aliases']);

function buildField(node: JsonObjectNode, name: string, scope: TypeScope): Field {
  const written = node.members.get('default');
  warnOfMisplacedLogicalType(node, scope);
  const { doc } = readDoc(node, scope.problems);
  // Assigned, not spread: fields are most of what is read, and spreading takes a third of the time.
  const field: Mutable<Field> = {
    name,
    type: buildFieldType(node, name, scope),
    order: readOrder(node, scope),
    aliases: readFieldAliases(node, scope.problems),
    properties: otherProperties(node, fieldAttributes),
  };
  if (doc !== undefined) field.doc = doc;
  if (written !== undefined) field.default = { value: toJsonValue(written) };
  if (node.position !== undefined) field.position = node.position;
  return field;
}

function buildFieldType(node: JsonObjectNode, name: string, scope: TypeScope): Schema {
  const type = node.members.get('type');
  if (type !== undefined) return buildSchema(type, scope);
  return invalidType(node, { message: `The field "${name}" has no type.`, help: 'Add "type" to the field.' }, scope);
}

const orders: readonly Field['order'][] = ['ascending', 'descending', 'ignore'];

function readOrder(node: JsonObjectNode, scope: TypeScope): Field['order'] {
  const attribute = node.members.get('order');
  const order = attribute === undefined ? 'ascending' : orders.find((known) => known === stringValue(attribute));
  if (order !== undefined) return order;
  scope.problems.push(
    schemaProblem('AVRO_ATTRIBUTE_INVALID', attribute ?? node, {
      message: 'The order of the field is unknown.',
      help: `Write one of ${orders.join(', ')}.`,
    }),
  );
  return 'ascending';
}

function warnOfMisplacedLogicalType(node: JsonObjectNode, scope: TypeScope): void {
  const logicalType = node.members.get('logicalType');
  if (logicalType === undefined) return;
  scope.problems.push(
    schemaProblem('AVRO_LOGICAL_TYPE_INVALID', logicalType, {
      message: 'The logical type stands on the field, where Avro ignores it.',
      help: 'Move it into the type: "type": { "type": "long", "logicalType": "timestamp-millis" }.',
    }),
  );
}
