/**
 * The names that a JSON Schema knows for properties of the object at a path, in any of the forms that the object can
 * have. Empty where it is free to have any.
 */
export function knownProperties(schema: object, path: readonly (string | number)[]): readonly string[] {
  let current = formsOf(schema, [schema]);
  for (const part of path) {
    current = formsOf(
      schema,
      current.flatMap((form) => childrenOf(form, String(part))),
    );
  }
  const names = new Set(current.flatMap((form) => keysOf(form, 'properties')));
  names.delete('$ref');
  return [...names].sort();
}

const combining = ['allOf', 'anyOf', 'oneOf', 'then', 'else'] as const;

/** The schemas and all that they are combined of, references followed. */
function formsOf(root: object, schemas: readonly object[]): readonly object[] {
  const forms = new Set<object>();
  const visit = (schema: unknown): void => {
    if (!isObject(schema) || forms.has(schema)) return;
    forms.add(schema);
    const reference = member(schema, '$ref');
    if (typeof reference === 'string') visit(definition(root, reference));
    for (const key of combining) for (const part of [member(schema, key)].flat()) visit(part);
  };
  for (const schema of schemas) visit(schema);
  return [...forms];
}

/** AsyncAPI's definitions are referred to by their whole address, which is also their key. */
function definition(root: object, reference: string): unknown {
  const [address = '', pointer = ''] = reference.split('#');
  let found: unknown = address === '' ? root : member(member(root, 'definitions'), address);
  for (const part of pointer.split('/').slice(1)) found = member(found, part);
  return found;
}

function childrenOf(form: object, key: string): readonly object[] {
  const named = member(member(form, 'properties'), key);
  const patterns = member(form, 'patternProperties');
  const matching = isObject(patterns)
    ? Object.entries(patterns).filter(([pattern]) => new RegExp(pattern).test(key))
    : [];
  const direct = [named, ...matching.map(([, schema]) => schema)].filter(isObject);
  const others = direct.length === 0 ? [member(form, 'additionalProperties')] : [];
  const items = /^\d+$/.test(key) ? [member(form, 'items')].flat() : [];
  return [...direct, ...others, ...items].filter(isObject);
}

function keysOf(form: object, key: string): readonly string[] {
  const value = member(form, key);
  return isObject(value) ? Object.keys(value) : [];
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A member of its own, never one that every object inherits. */
function member(value: unknown, key: string): unknown {
  return isObject(value) ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}
