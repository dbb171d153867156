import type { JsonValue, Schema } from '../model.ts';

/** A value of a union in Avro's JSON encoding: `{ "shop.Money": ... }`, and null as it is. */
export function unionMember(branch: Schema, value: JsonValue): JsonValue {
  if (branch.kind === 'primitive') return branch.type === 'null' ? null : { [branch.type]: value };
  return { ['name' in branch ? branch.name : branch.kind]: value };
}
