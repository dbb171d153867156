import type { RecordSchema, Schema, UnionSchema } from '@eventwright/avro';
import { hasTaggedRecords, typeTag } from '../../registry/codec/union-shape.ts';
import { exampleScalar } from './scalar-example.ts';
import { type SchemaShape, shapeOf } from './schema-shape.ts';
import { smallestBranches } from './union-branches.ts';

/** Where an example stands. */
interface Place {
  /** Of the nearest field. */
  readonly name: string;
  /** True inside a recursive record: lists are empty there, and unions take their smallest branch. */
  readonly minimal: boolean;
  readonly shape: SchemaShape;
}

/**
 * One valid value of the schema, always the same. Fields with a default are left to it; lists have one element, maps
 * none; unions take their first branch.
 */
export function exampleValue(schema: Schema, name: string): unknown {
  return example(schema, { name, minimal: false, shape: shapeOf(schema) });
}

function example(schema: Schema, place: Place): unknown {
  switch (schema.kind) {
    case 'record':
      return exampleRecord(schema, place);
    case 'array':
      return place.minimal ? [] : [example(schema.items, place)];
    case 'map':
      return {};
    case 'union':
      return exampleUnion(schema, place);
    default:
      return exampleScalar(schema, place.name);
  }
}

function exampleRecord(record: RecordSchema, place: Place): object {
  const minimal = place.minimal || place.shape.isRecursive(record);
  // Asked first, because a record that always contains itself would never end.
  place.shape.height(record);
  const fields = record.fields.filter((field) => field.default === undefined);
  return Object.fromEntries(fields.map(({ name, type }) => [name, example(type, { ...place, name, minimal })]));
}

function exampleUnion(union: UnionSchema, place: Place): unknown {
  const [branch] = place.minimal ? smallestBranches(union, place.shape) : union.branches;
  if (branch === undefined) return undefined;
  const value = example(branch, place);
  return branch.kind === 'record' && value instanceof Object && hasTaggedRecords(union)
    ? { [typeTag]: branch.name, ...value }
    : value;
}
