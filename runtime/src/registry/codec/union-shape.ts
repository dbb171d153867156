import type { Schema, UnionSchema } from '@eventwright/avro';

/**
 * True where records of the union carry `$type`, their full name: where two or more branches are objects in
 * JavaScript, which records and maps are. The generated types follow the same rule.
 */
export function hasTaggedRecords({ branches }: UnionSchema): boolean {
  return branches.filter(isObjectBranch).length > 1;
}

function isObjectBranch({ kind }: Schema): boolean {
  return kind === 'record' || kind === 'map';
}

/** The property that tells records of a union apart. No Avro name can begin so. */
export const typeTag = '$type';
