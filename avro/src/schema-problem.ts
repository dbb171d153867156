import type { Position } from './model.ts';

/** Every code of a problem with its severity. Codes are stable: tools and waivers refer to them; docs/errors.md explains each. */
export const problemSeverities = {
  AVRO_JSON_INVALID: 'error',
  AVRO_TOO_DEEP: 'error',
  AVRO_TYPE_INVALID: 'error',
  AVRO_ATTRIBUTE_INVALID: 'error',
  AVRO_ATTRIBUTE_IGNORED: 'warning',
  AVRO_NAME_INVALID: 'error',
  AVRO_NAME_DUPLICATE: 'error',
  AVRO_NAME_UNRESOLVED: 'error',
  AVRO_NAME_CONFLICT: 'error',
  AVRO_NAME_AMBIGUOUS: 'warning',
  AVRO_FIELD_DUPLICATE: 'error',
  AVRO_DEFAULT_INVALID: 'error',
  AVRO_DEFAULT_NOT_FIRST: 'warning',
  AVRO_UNION_INVALID: 'error',
  AVRO_ENUM_INVALID: 'error',
  AVRO_FIXED_INVALID: 'error',
  AVRO_LOGICAL_TYPE_INVALID: 'warning',
} as const;

export type SchemaProblemCode = keyof typeof problemSeverities;

/** A place in a schema. `location` is a JSON pointer, `/` for the root; `position` is there when the schema came as text. */
export interface SchemaPlace {
  readonly location: string;
  readonly position: Position | undefined;
}

/** Another place that a problem is about, such as the first definition of a duplicate. */
export interface RelatedPlace extends SchemaPlace {
  readonly message: string;
}

/** One thing wrong with a schema. An error makes the schema unusable; a warning says what Avro will silently ignore. */
export interface SchemaProblem extends SchemaPlace {
  readonly code: SchemaProblemCode;
  readonly severity: 'error' | 'warning';
  /** What is wrong. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
  readonly related: readonly RelatedPlace[];
}

interface ProblemText {
  readonly message: string;
  readonly help: string;
  readonly related?: readonly RelatedPlace[];
}

export function schemaProblem(code: SchemaProblemCode, place: SchemaPlace, text: ProblemText): SchemaProblem {
  return {
    code,
    severity: problemSeverities[code],
    message: text.message,
    help: text.help,
    location: place.location,
    position: place.position,
    related: text.related ?? [],
  };
}

/** Not by spreading: places that know themselves by getters would lose them. */
export function relatedPlace({ location, position }: SchemaPlace, message: string): RelatedPlace {
  return { message, location, position };
}
