import type { JsonNode } from './json/json-node.ts';
import { type JsonSource, offsetIn } from './json/json-source.ts';
import { parseValueAt } from './json/parse-json.ts';
import { rememberFew } from './json/remember-few.ts';
import { sourceOf } from './json/text-node.ts';
import type { Field, Position, Schema } from './model.ts';

/** What a schema was read from: a text, or JSON that knows its places. */
export type Origin = JsonSource | JsonNode;

// Beside the model, not in it: a schema stays the plain data it is, equal to one that was given as a value.
const origins = new WeakMap<Schema, Origin>();

/**
 * Only for the parser. Remembers what a named type, or all that a file holds, was read from, if that knows its places. Of a
 * text not the node: nodes take far more memory than the model that is made of them.
 */
export function rememberOrigin(schema: Schema, node: JsonNode): void {
  if (node.position !== undefined && !origins.has(schema)) origins.set(schema, sourceOf(node) ?? node);
}

/** Undefined for a schema inside of a named type, which has its origin, and for one that came as a JSON value. */
export function originOf(schema: Schema): Origin | undefined {
  return origins.get(schema);
}

/** The JSON of a part of what was read from the origin. It is found when it is asked for, which is where something is wrong. */
export function sourceNode({ position }: Schema | Field, origin: Origin | undefined): JsonNode | undefined {
  if (origin === undefined || position === undefined) return undefined;
  return 'kind' in origin ? nodesOf(origin).get(placeKey(position)) : valueAt(origin, offsetIn(origin, position));
}

const placeKey = ({ line, column }: Position): string => `${line}:${column}`;

/** By their places. Of those at one place the first, as an empty value counts as standing where what is around it begins. */
const nodesOf: (root: JsonNode) => ReadonlyMap<string, JsonNode> = rememberFew((root) => {
  const nodes = new Map<string, JsonNode>();
  const visit = (node: JsonNode): void => {
    const key = node.position && placeKey(node.position);
    if (key !== undefined && !nodes.has(key)) nodes.set(key, node);
    if (node.kind === 'array') for (const item of node.items) visit(item);
    if (node.kind === 'object') for (const member of node.members.values()) visit(member);
  };
  visit(root);
  return nodes;
});

const valuesOf: (source: JsonSource) => Map<number, JsonNode | undefined> = rememberFew(() => new Map());

function valueAt(source: JsonSource, offset: number): JsonNode | undefined {
  const values = valuesOf(source);
  const value = values.get(offset) ?? parseValueAt(source, offset);
  values.set(offset, value);
  return value;
}
