import type { Schema } from './model.ts';

/** A schema directly inside another. */
export interface InnerSchema {
  /** The tokens of a JSON pointer that lead there. */
  readonly path: readonly string[];
  readonly schema: Schema;
}

/** The schemas directly inside a schema, in the order of its text, with the way to each. */
export function innerSchemas(schema: Schema): readonly InnerSchema[] {
  return schemasInside(schema).map((inner, index) => ({ path: pathTo(schema, index), schema: inner }));
}

/** The same without the ways. */
export function schemasInside(schema: Schema): readonly Schema[] {
  switch (schema.kind) {
    case 'record':
      return schema.fields.map(({ type }) => type);
    case 'array':
      return [schema.items];
    case 'map':
      return [schema.values];
    case 'union':
      return schema.branches;
    case 'primitive':
    case 'enum':
    case 'fixed':
      return none;
  }
}

const none: readonly Schema[] = [];

function pathTo({ kind }: Schema, index: number): readonly string[] {
  if (kind === 'record') return ['fields', String(index), 'type'];
  return kind === 'array' ? ['items'] : kind === 'map' ? ['values'] : [String(index)];
}

/** The schema that one token of a JSON pointer leads to from another; undefined for a field list or an attribute. */
export function innerSchema(schema: Schema, token: string): Schema | undefined {
  return innerSchemas(schema).find(({ path }) => path.length === 1 && path[0] === token)?.schema;
}
