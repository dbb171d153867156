/**
 * A value in the shape that the binary codec takes and gives, that of the schema's twin (`twin-schema.ts`): names of
 * the contract do not occur in it, and its bytes are those of the value itself.
 */
export type Wire = null | boolean | number | bigint | string | Uint8Array | readonly Wire[] | WireRecord;

export interface WireRecord {
  readonly [field: string]: Wire;
}

// The functions below narrow what the binary codec gave. It follows the twin, so a mismatch is a bug here, not bad data.

export function wireNumber(wire: Wire | undefined): number {
  if (typeof wire === 'number') return wire;
  throw mismatch('a number', wire);
}

export function wireBigint(wire: Wire | undefined): bigint {
  if (typeof wire === 'bigint') return wire;
  throw mismatch('a bigint', wire);
}

export function wireText(wire: Wire | undefined): string {
  if (typeof wire === 'string') return wire;
  throw mismatch('a string', wire);
}

export function wireBytes(wire: Wire | undefined): Uint8Array {
  if (wire instanceof Uint8Array) return wire;
  throw mismatch('bytes', wire);
}

export function wireList(wire: Wire | undefined): readonly Wire[] {
  if (isList(wire)) return wire;
  throw mismatch('an array', wire);
}

export function wireRecord(wire: Wire | undefined): WireRecord {
  if (typeof wire === 'object' && wire !== null && !isList(wire) && !(wire instanceof Uint8Array)) return wire;
  throw mismatch('a record', wire);
}

/** The field of a record, which the twin says is there. */
export function wireField(record: WireRecord, name: string): Wire {
  const field = record[name];
  if (field === undefined) throw mismatch(`a field ${name}`, record);
  return field;
}

/** `Array.isArray` that knows about readonly arrays. */
function isList(wire: Wire | undefined): wire is readonly Wire[] {
  return Array.isArray(wire);
}

function mismatch(expected: string, wire: Wire | undefined): TypeError {
  return new TypeError(`The binary codec gave ${typeof wire} where the schema has ${expected}: a bug in the codec.`);
}
