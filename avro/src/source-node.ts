import type { JsonNode } from './json/json-node.ts';
import type { Field, Schema } from './model.ts';

// Beside the model, not in it: a schema stays the plain data it is, equal to one that was given as a value.
const nodes = new WeakMap<Schema | Field, JsonNode>();

/** Only for the parser. Remembers where a part of the model was read from, if that was a text. Returns the part. */
export function rememberNode<Part extends Schema | Field>(part: Part, node: JsonNode): Part {
  if (node.position !== undefined) nodes.set(part, node);
  return part;
}

/** The text that a schema or field was read from; undefined where it came as a JSON value. */
export function sourceNode(part: Schema | Field): JsonNode | undefined {
  return nodes.get(part);
}
