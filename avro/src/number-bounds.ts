import type { JsonValue, PrimitiveSchema } from './model.ts';

/** The least and the greatest value, both included. */
export interface NumberBounds {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * The bounds of a `long` whose contract says that a `number` holds it: `minimum` and `maximum` beside the type, whole
 * numbers within ±(2^53 - 1), as JSON Schema writes them. Undefined for every other schema, also where one of the two
 * is missing or a logical type already says what the number means. They are attributes beyond the specification, so
 * they change neither the bytes nor the fingerprint.
 */
export function numberBounds({ type, logicalType, properties }: PrimitiveSchema): NumberBounds | undefined {
  if (type !== 'long' || logicalType !== undefined) return undefined;
  const minimum = properties['minimum'];
  const maximum = properties['maximum'];
  return isSafe(minimum) && isSafe(maximum) && minimum <= maximum ? { minimum, maximum } : undefined;
}

function isSafe(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}
