import { fullName, namedKinds, nameOf, primitiveNames } from './avro-names.ts';
import { type ExactJson, type ExactObject, isExactArray, isExactObject } from './exact-json.ts';

/** Named types that other schemas define, by full name. Each is written so that it means the same wherever it is put. */
export type Definitions = ReadonlyMap<string, ExactObject>;

/** The named types that a schema's text defines, those nested in others too. */
export function definitionsIn(schema: ExactJson): Definitions {
  const found = new Map<string, ExactObject>();
  collect(schema, '', found);
  return found;
}

/**
 * The self-contained schema: each named type of `definitions` takes the place of the first use of its name. What the
 * schema itself defines stays as written, so that a type defined twice is still seen as a mistake.
 */
export function inlineReferences(schema: ExactJson, definitions: Definitions): ExactJson {
  if (definitions.size === 0) return schema;
  const walk: Walk = { definitions, seen: new Set(), foreign: false };
  return inlineSchema(schema, '', walk);
}

interface Walk {
  readonly definitions: Definitions;
  /** Full names of the types defined so far in the result. */
  readonly seen: Set<string>;
  /** True inside a type that came from `definitions`. */
  readonly foreign: boolean;
}

function collect(schema: ExactJson | undefined, namespace: string, found: Map<string, ExactObject>): void {
  if (isExactArray(schema)) {
    for (const branch of schema) collect(branch, namespace, found);
  } else if (isExactObject(schema)) {
    const type = schema['type'];
    if (typeof type !== 'string') collect(type, namespace, found);
    else if (!namedKinds.has(type)) {
      collect(schema['items'] ?? schema['values'], namespace, found);
    } else {
      const name = nameOf(schema, namespace);
      found.set(fullName(name), { ...schema, name: name.short, namespace: name.namespace });
      for (const field of fieldsOf(schema)) collect(field['type'], name.namespace, found);
    }
  }
}

function inlineSchema(schema: ExactJson, namespace: string, walk: Walk): ExactJson {
  if (typeof schema === 'string') return inlineName(schema, namespace, walk);
  if (isExactArray(schema)) return schema.map((branch) => inlineSchema(branch, namespace, walk));
  if (!isExactObject(schema)) return schema;
  const type = schema['type'];
  if (typeof type !== 'string') return { ...schema, type: inlineSchema(type ?? null, namespace, walk) };
  if (namedKinds.has(type)) return inlineNamed(schema, namespace, walk);
  const content = type === 'array' ? 'items' : type === 'map' ? 'values' : undefined;
  if (content !== undefined) return { ...schema, [content]: inlineSchema(schema[content] ?? null, namespace, walk) };
  return primitiveNames.has(type) ? schema : inlineName(type, namespace, walk);
}

function inlineNamed(schema: ExactObject, namespace: string, walk: Walk): ExactJson {
  const name = nameOf(schema, namespace);
  const full = fullName(name);
  if (walk.foreign && walk.seen.has(full)) return full;
  walk.seen.add(full);
  if (!isExactArray(schema['fields'])) return schema;
  const fields = schema['fields'].map((field) =>
    isExactObject(field) && field['type'] !== undefined
      ? { ...field, type: inlineSchema(field['type'], name.namespace, walk) }
      : field,
  );
  return { ...schema, fields };
}

function inlineName(name: string, namespace: string, walk: Walk): ExactJson {
  if (primitiveNames.has(name)) return name;
  const candidates = name.includes('.') || namespace === '' ? [name] : [`${namespace}.${name}`, name];
  if (candidates.some((candidate) => walk.seen.has(candidate))) return name;
  const definition = candidates
    .map((candidate) => walk.definitions.get(candidate))
    .find((found) => found !== undefined);
  return definition === undefined ? name : inlineNamed(definition, '', { ...walk, foreign: true });
}

function fieldsOf(schema: ExactObject): readonly ExactObject[] {
  return isExactArray(schema['fields']) ? schema['fields'].filter(isExactObject) : [];
}
