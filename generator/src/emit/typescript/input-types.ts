import type { NamedSchema, RecordSchema, Schema } from '@eventwright/avro';

/** Which named types accept more on input than they give on output. */
export interface InputTypes {
  differ(type: NamedSchema): boolean;
}

/**
 * A record's input type differs where one of its fields has a default, or where it contains such a record. Recursion
 * is fine: what is reached is collected first, then differing spreads along the references until nothing changes.
 */
export function planInputTypes(roots: readonly Schema[]): InputTypes {
  const users = new Map<RecordSchema, Set<RecordSchema>>();
  const collect = (schema: Schema, user: RecordSchema | undefined): void => {
    switch (schema.kind) {
      case 'record': {
        const known = users.get(schema);
        const usersOfThis = known ?? new Set();
        if (user !== undefined) usersOfThis.add(user);
        if (known !== undefined) return;
        users.set(schema, usersOfThis);
        for (const field of schema.fields) collect(field.type, schema);
        return;
      }
      case 'array':
        collect(schema.items, user);
        return;
      case 'map':
        collect(schema.values, user);
        return;
      case 'union':
        for (const branch of schema.branches) collect(branch, user);
        return;
      default:
        return;
    }
  };
  for (const root of roots) collect(root, undefined);

  const differing = new Set<RecordSchema>();
  const spread = (record: RecordSchema): void => {
    if (differing.has(record)) return;
    differing.add(record);
    for (const user of users.get(record) ?? []) spread(user);
  };
  for (const record of users.keys()) {
    if (record.fields.some((field) => field.default !== undefined)) spread(record);
  }
  return { differ: (type) => type.kind === 'record' && differing.has(type) };
}
