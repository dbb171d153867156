import { comparedSchema } from '../compatibility/compared-schema.ts';
import type { SchemaInput } from '../is-schema.ts';
import { positionAt } from '../position-at.ts';
import { diffField } from './diff-field.ts';
import { diffBranch, diffType } from './diff-type.ts';
import { type Match, matchSchemas } from './match-schemas.ts';
import type { LocatedChange, SchemaChange } from './schema-change.ts';

/**
 * All that differs in meaning between two schemas, down to docs and unknown properties, in the order of the next
 * schema's text, what was removed after what holds its like. Spelling, such as `{ "type": "int" }` for `"int"`, is no
 * difference. A named type that is used several times is told of once. Throws `AvroError` for what is no schema.
 */
export function diffSchemas(previous: SchemaInput, next: SchemaInput): readonly SchemaChange[] {
  const [old, now] = [comparedSchema(previous), comparedSchema(next)];
  return [...matchSchemas(old, now)].flatMap(diffMatch).map(({ previous: before, next: after, ...change }) => ({
    ...change,
    previous: { location: before, position: positionAt(old, before) },
    next: { location: after, position: positionAt(now, after) },
  }));
}

function diffMatch(match: Match): readonly LocatedChange[] {
  switch (match.part) {
    case 'type':
      return diffType(match);
    case 'field':
      return diffField(match);
    case 'branch':
      return diffBranch(match);
  }
}
