import type { Position } from './model.ts';
import type { SchemaProblem, SchemaProblemCode } from './schema-problem.ts';

/** A schema that cannot be used. Carries every problem that was found; the message tells the first. */
export class AvroError extends Error {
  override readonly name = 'AvroError';
  readonly code: SchemaProblemCode;
  /** JSON pointer into the schema, `/` for the root. */
  readonly location: string;
  readonly position: Position | undefined;
  /** All errors and warnings, in the order of the text. */
  readonly problems: readonly SchemaProblem[];

  constructor(first: SchemaProblem, problems: readonly SchemaProblem[] = [first]) {
    super(describe(first));
    this.code = first.code;
    this.location = first.location;
    this.position = first.position;
    this.problems = problems;
  }
}

function describe({ code, location, position, message, help }: SchemaProblem): string {
  const place = position === undefined ? location : `${position.file}:${position.line}:${position.column}`;
  return `${place} ${code}: ${message} ${help}`;
}
