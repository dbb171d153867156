import { fullNameOf, isFullName, isName } from '../full-name.ts';
import { type JsonObjectNode, stringValue, toJsonObject } from '../json/json-node.ts';
import type { JsonObject } from '../model.ts';
import { type SchemaPlace, type SchemaProblem, type SchemaProblemCode, schemaProblem } from '../schema-problem.ts';

/** The attributes that the specification does not name for this kind of node. */
export function otherProperties({ members }: JsonObjectNode, named: ReadonlySet<string>): JsonObject {
  // Most have none, and schemas are read by the thousand.
  for (const key of members.keys()) {
    if (!named.has(key)) return toJsonObject([...members].filter(([name]) => !named.has(name)));
  }
  return noProperties;
}

export const noProperties: JsonObject = Object.freeze({});

export function readDoc(node: JsonObjectNode, problems: SchemaProblem[]): { readonly doc?: string } {
  const doc = node.members.get('doc');
  if (doc === undefined) return {};
  const text = stringValue(doc);
  if (text !== undefined) return { doc: text };
  problems.push(
    schemaProblem('AVRO_ATTRIBUTE_IGNORED', doc, {
      message: '"doc" is not a string.',
      help: 'Write the documentation as one string.',
    }),
  );
  return {};
}

/** Aliases as full names, relative to the namespace of the type. */
export function readTypeAliases(node: JsonObjectNode, namespace: string, problems: SchemaProblem[]): readonly string[] {
  const written = readStrings(node, { attribute: 'aliases', code: 'AVRO_ATTRIBUTE_INVALID' }, problems);
  const aliases = written.map(({ text, place }) => ({ alias: fullNameOf(text, namespace), place }));
  for (const { alias, place } of aliases) if (!isFullName(alias)) invalidName(alias, place, problems);
  return aliases.map(({ alias }) => alias);
}

export function readFieldAliases(node: JsonObjectNode, problems: SchemaProblem[]): readonly string[] {
  if (!node.members.has('aliases')) return noAliases;
  const aliases = readStrings(node, { attribute: 'aliases', code: 'AVRO_ATTRIBUTE_INVALID' }, problems);
  for (const { text, place } of aliases) if (!isName(text)) invalidName(text, place, problems);
  return aliases.map(({ text }) => text);
}

const noAliases: readonly string[] = Object.freeze([]);

interface WrittenString {
  readonly text: string;
  readonly place: SchemaPlace;
}

/** An array of strings; empty where the attribute is absent. Anything else is reported with the code given. */
export function readStrings(
  node: JsonObjectNode,
  { attribute, code }: { attribute: string; code: SchemaProblemCode },
  problems: SchemaProblem[],
): readonly WrittenString[] {
  const list = node.members.get(attribute);
  if (list === undefined) return [];
  const items = list.kind === 'array' ? list.items : [list];
  const strings: WrittenString[] = [];
  for (const item of items) {
    const text = list.kind === 'array' ? stringValue(item) : undefined;
    if (text !== undefined) strings.push({ text, place: item });
    else {
      const help = `Write "${attribute}": ["FIRST", "SECOND"].`;
      problems.push(schemaProblem(code, item, { message: `"${attribute}" is not an array of strings.`, help }));
    }
  }
  return strings;
}

/** Reports the name. It is still used: whoever tolerates the problem wants what was written. */
export function invalidName(name: string, place: SchemaPlace, problems: SchemaProblem[]): void {
  problems.push(
    schemaProblem('AVRO_NAME_INVALID', place, {
      message: `"${name}" is not a valid Avro name.`,
      help: 'A name starts with a letter or underscore and goes on with letters, digits and underscores.',
    }),
  );
}
