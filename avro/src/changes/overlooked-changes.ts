import { comparedSchema } from '../compatibility/compared-schema.ts';
import type { SchemaInput } from '../is-schema.ts';
import { positionAt } from '../position-at.ts';
import { type Match, matchSchemas } from './match-schemas.ts';
import { changedDefault } from './overlooked/defaults.ts';
import { changedEnum } from './overlooked/enums.ts';
import { changedLogicalType } from './overlooked/logical-types.ts';
import { changedNamespace, removedFieldAliases, removedTypeAliases } from './overlooked/names.ts';
import { lossyPromotion } from './overlooked/promotions.ts';
import { renamedFields } from './overlooked/renamed-fields.ts';
import type { LocatedOverlooked, OverlookedChange } from './overlooked-change.ts';

/**
 * What `checkReaderWriter` does not look at, as Avro's rule says, and what all the same changes what data mean: logical
 * types, defaults, names that only aliases would keep. In the order of the next schema's text. Throws `AvroError` for
 * what is no schema.
 */
export function overlookedChanges(previous: SchemaInput, next: SchemaInput): readonly OverlookedChange[] {
  const [old, now] = [comparedSchema(previous), comparedSchema(next)];
  return [...matchSchemas(old, now)].flatMap(overlookedIn).map(({ previous: before, next: after, ...change }) => ({
    ...change,
    message: change.message.replace(/^the /, 'The '),
    previous: { location: before, position: positionAt(old, before) },
    next: { location: after, position: positionAt(now, after) },
  }));
}

const typeRules = [
  changedNamespace,
  removedTypeAliases,
  changedLogicalType,
  lossyPromotion,
  changedEnum,
  renamedFields,
];

function overlookedIn(match: Match): readonly LocatedOverlooked[] {
  switch (match.part) {
    case 'type':
      return typeRules.flatMap((find) => find(match));
    case 'field':
      return [...changedDefault(match), ...removedFieldAliases(match)];
    case 'branch':
      return [];
  }
}
