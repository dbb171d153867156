import { innerSchema } from './inner-schemas.ts';
import type { JsonNode } from './json/json-node.ts';
import type { Field, Position, Schema } from './model.ts';
import { type Origin, originOf, sourceNode } from './source-node.ts';

/**
 * Where a place of a schema is written, by its JSON pointer (`/` is the root). The pointer goes through the names of
 * types to what they mean, in whatever file that is: `/fields/2/type/symbols` is the list of an enum that the third field
 * uses. For a place that is not written, such as a default that a field does not have, the nearest one around it.
 * Undefined for a schema that came as a JSON value.
 */
export function positionAt(schema: Schema, location: string): Position | undefined {
  let here: Step = { part: schema, origin: originOf(schema), position: () => schema.position };
  const tokens = location.split('/').slice(1);
  for (const [index, token] of tokens.entries()) {
    const next: Step | undefined = token === '' ? here : stepInto(here, token);
    if (next === undefined) return attributePosition(here, tokens.slice(index));
    here = next;
  }
  return here.position();
}

interface Step {
  readonly part: Schema | Field | readonly Field[];
  /** What the part was read from. */
  readonly origin: Origin | undefined;
  /** Asked for only at the end of the way, since the text is read for it. */
  position(): Position | undefined;
}

/** Undefined where the token leads to no schema, field or list of fields. */
function stepInto({ part, origin, position }: Step, token: string): Step | undefined {
  if (isList(part)) {
    const field = part[Number(token)];
    return field && { part: field, origin, position: () => field.position ?? position() };
  }
  const written = (): Position | undefined => childNode(sourceNode(part, origin), token)?.position ?? position();
  if ('kind' in part && part.kind === 'record' && token === 'fields') {
    return { part: part.fields, origin, position: written };
  }
  const inner = innerPart(part, token);
  return inner && { part: inner, origin: originOf(inner) ?? origin, position: written };
}

function innerPart(part: Schema | Field, token: string): Schema | undefined {
  if ('kind' in part) return innerSchema(part, token);
  return token === 'type' ? part.type : undefined;
}

function attributePosition({ part, origin, position }: Step, tokens: readonly string[]): Position | undefined {
  let node = isList(part) ? undefined : sourceNode(part, origin);
  let found: JsonNode | undefined;
  for (const token of tokens) {
    node = childNode(node, token);
    found = node ?? found;
  }
  return found?.position ?? position();
}

function childNode(node: JsonNode | undefined, token: string): JsonNode | undefined {
  if (node?.kind === 'array') return node.items[Number(token)];
  return node?.kind === 'object' ? node.members.get(token.replaceAll('~1', '/').replaceAll('~0', '~')) : undefined;
}

/** `Array.isArray` does not narrow a readonly array. */
function isList(part: Step['part']): part is readonly Field[] {
  return Array.isArray(part);
}
