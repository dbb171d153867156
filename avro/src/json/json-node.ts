import { AvroError } from '../avro-error.ts';
import type { JsonObject, JsonValue } from '../model.ts';
import { type SchemaPlace, type SchemaProblem, schemaProblem } from '../schema-problem.ts';

/** JSON with the place of every value. Schemas are read from this form, whether they came as text or as a value. */
export type JsonNode = JsonScalarNode | JsonArrayNode | JsonObjectNode;

export interface JsonScalarNode extends SchemaPlace {
  readonly kind: 'scalar';
  readonly value: null | boolean | number | bigint | string;
}

export interface JsonArrayNode extends SchemaPlace {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

export interface JsonObjectNode extends SchemaPlace {
  readonly kind: 'object';
  /** In the order written. A map, so that a key such as `__proto__` is a key like any other. */
  readonly members: ReadonlyMap<string, JsonNode>;
}

/**
 * How deep JSON may be nested. Far beyond any real schema, and shallow enough that the recursive functions of this
 * package stay well within the default stack of browsers and Node, whatever a hostile client sends.
 */
export const maxDepth = 800;

/** The JSON pointer of a child. The root is `/`, as in Avro's compatibility messages. */
export function childLocation(parent: string, token: string | number): string {
  const escaped = typeof token === 'string' && /[~/]/.test(token) ? escapeToken(token) : token;
  return parent === '/' ? `/${escaped}` : `${parent}/${escaped}`;
}

function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The text of a string node, undefined for anything else. */
export function stringValue(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** Throws `AvroError` (AVRO_TOO_DEEP) for a value nested deeper than `maxDepth`, so also for a cyclic one. */
export function toJsonNode(value: JsonValue, location = '/', depth = 0): JsonNode {
  const position = undefined;
  if (depth > maxDepth) throw new AvroError(tooDeep({ location, position }));
  if (typeof value === 'number') return { kind: 'scalar', value: exactNumber(value), location, position };
  if (value === null || typeof value !== 'object') return { kind: 'scalar', value, location, position };
  if (isJsonArray(value)) {
    // Array.from visits holes, too.
    const items = Array.from(value, (item, index) => toJsonNode(item, childLocation(location, index), depth + 1));
    return { kind: 'array', items, location, position };
  }
  const members = new Map<string, JsonNode>();
  for (const key of Object.keys(value)) {
    const member = value[key];
    // As JSON.stringify has it: what is undefined is not there.
    if (member !== undefined) members.set(key, toJsonNode(member, childLocation(location, key), depth + 1));
  }
  return { kind: 'object', members, location, position };
}

/** A whole number beyond 2^53 that fits a `long` becomes a bigint, so that its text has all its digits. */
export function exactNumber(value: number): number | bigint {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  const exact = BigInt(value);
  return BigInt.asIntN(64, exact) === exact ? exact : value;
}

export function toJsonValue(node: JsonNode): JsonValue {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'array':
      return node.items.map(toJsonValue);
    case 'object':
      return toJsonObject(node.members);
  }
}

/** Own properties only, also for a key such as `__proto__`. */
export function toJsonObject(members: Iterable<readonly [string, JsonNode]>): JsonObject {
  return Object.fromEntries(Array.from(members, ([key, node]) => [key, toJsonValue(node)]));
}

/** `Array.isArray` does not narrow a readonly array. */
export function isJsonArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether the value is an object, and no array. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function tooDeep(place: SchemaPlace): SchemaProblem {
  return schemaProblem('AVRO_TOO_DEEP', place, {
    message: `The schema is nested more than ${maxDepth} levels deep.`,
    help: 'Give inner types a name and definition of their own, or flatten the structure.',
  });
}
