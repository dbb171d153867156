import type { Schema } from './model.ts';

/** A schema directly inside another. */
export interface InnerSchema {
  /** The tokens of a JSON pointer that lead there. */
  readonly path: readonly string[];
  readonly schema: Schema;
}

/** The schemas directly inside a schema, in the order of its text. */
export function innerSchemas(schema: Schema): readonly InnerSchema[] {
  switch (schema.kind) {
    case 'record':
      return schema.fields.map(({ type }, index) => ({ path: ['fields', String(index), 'type'], schema: type }));
    case 'array':
      return [{ path: ['items'], schema: schema.items }];
    case 'map':
      return [{ path: ['values'], schema: schema.values }];
    case 'union':
      return schema.branches.map((branch, index) => ({ path: [String(index)], schema: branch }));
    case 'primitive':
    case 'enum':
    case 'fixed':
      return [];
  }
}

/** The schema that one token of a JSON pointer leads to from another; undefined for a field list or an attribute. */
export function innerSchema(schema: Schema, token: string): Schema | undefined {
  return innerSchemas(schema).find(({ path }) => path.length === 1 && path[0] === token)?.schema;
}
