import type { RecordSchema, Schema } from '@eventwright/avro';
import { RuntimeError } from '../../core/errors.ts';

/** What has to be known of a schema so that values of it come to an end, however recursive it is. */
export interface SchemaShape {
  /** Records nested in the smallest value of the schema. Throws `VALUE_INVALID` where every value would be endless. */
  height(schema: Schema): number;
  /** True where values of the record may hold others of the same record, at any depth. */
  isRecursive(record: RecordSchema): boolean;
}

/** The shape of a schema with all its parts. */
export function shapeOf(root: Schema): SchemaShape {
  const parts = [...reachable(root)];
  const heights = smallestHeights(parts);
  const recursive = new Map<RecordSchema, boolean>();
  return {
    height: (schema) => {
      const height = heights.get(schema) ?? Number.POSITIVE_INFINITY;
      if (Number.isFinite(height)) return height;
      const name = 'name' in schema ? schema.name : schema.kind;
      throw new RuntimeError(
        'VALUE_INVALID',
        `${name} has no value: it always contains itself. Make a union with null.`,
      );
    },
    isRecursive: (record) => {
      const known = recursive.get(record);
      if (known !== undefined) return known;
      const found = record.fields.some(({ type }) => reachable(type).has(record));
      recursive.set(record, found);
      return found;
    },
  };
}

/** The schema and its parts; a list that grows while it is walked, so that deep schemas need no deep stack. */
function reachable(root: Schema): ReadonlySet<Schema> {
  const found = new Set([root]);
  for (const schema of found) for (const part of partsOf(schema)) found.add(part);
  return found;
}

function partsOf(schema: Schema): readonly Schema[] {
  switch (schema.kind) {
    case 'record':
      return schema.fields.map(({ type }) => type);
    case 'array':
      return [schema.items];
    case 'map':
      return [schema.values];
    case 'union':
      return schema.branches;
    default:
      return [];
  }
}

/** Starts from 'endless' and lowers what its parts allow to be lower, until nothing changes. */
function smallestHeights(parts: readonly Schema[]): ReadonlyMap<Schema, number> {
  const heights = new Map<Schema, number>();
  const heightOf = (schema: Schema): number => heights.get(schema) ?? Number.POSITIVE_INFINITY;
  // Parts come after what holds them, so the way back is the short one.
  const upwards = [...parts].reverse();
  let changed = true;
  while (changed) {
    changed = false;
    for (const schema of upwards) {
      const height = heightFrom(schema, heightOf);
      if (height >= heightOf(schema)) continue;
      heights.set(schema, height);
      changed = true;
    }
  }
  return heights;
}

function heightFrom(schema: Schema, heightOf: (part: Schema) => number): number {
  if (schema.kind === 'record') return 1 + Math.max(0, ...schema.fields.map(({ type }) => heightOf(type)));
  if (schema.kind === 'union') return Math.min(...schema.branches.map(heightOf));
  return 0;
}
