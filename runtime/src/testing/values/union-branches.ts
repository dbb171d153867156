import type { Schema, UnionSchema } from '@eventwright/avro';
import type { SchemaShape } from './schema-shape.ts';

/** The branches with the smallest values: those to take where a value has to come to an end. */
export function smallestBranches({ branches }: UnionSchema, shape: SchemaShape): readonly Schema[] {
  const heights = branches.map((branch) => shape.height(branch));
  const smallest = Math.min(...heights);
  return branches.filter((_, index) => heights[index] === smallest);
}
