import { deprecationIn, type NamedSchema } from '@eventwright/avro';
import type { ContractModel } from '../model/contract-model.ts';
import { deprecationOf } from '../model/deprecation.ts';

/** A type or field of the newest schemas that is marked as deprecated, and was not before. */
export interface NewlyDeprecated {
  /** Full name of the schema whose file defines it. */
  readonly schema: string;
  readonly text: string;
}

export function newlyDeprecated(before: ContractModel, after: ContractModel): readonly NewlyDeprecated[] {
  const known = new Set(deprecatedIn(before).map(({ subject }) => subject));
  return deprecatedIn(after)
    .filter(({ subject }) => !known.has(subject))
    .map(({ schema, text }) => ({ schema, text }));
}

interface Marked extends NewlyDeprecated {
  readonly subject: string;
}

const deprecatedIn = ({ schemas }: ContractModel): readonly Marked[] =>
  schemas
    .filter((schema) => schema.versions.at(-1) === schema)
    .flatMap((schema) => schema.types.flatMap((type) => marksOf(type, schema.name)));

function marksOf(type: NamedSchema, schema: string): readonly Marked[] {
  const own = mark(type.name, `the ${type.kind} ${type.name}`, { properties: type.properties, schema });
  if (type.kind !== 'record') return own;
  const fields = type.fields.flatMap(({ name, properties }) =>
    mark(`${type.name}.${name}`, `the field '${name}' of ${type.name}`, { properties, schema }),
  );
  return [...own, ...fields];
}

function mark(
  subject: string,
  what: string,
  { properties, schema }: { readonly properties: NamedSchema['properties']; readonly schema: string },
): readonly Marked[] {
  if (deprecationIn(properties) === undefined) return [];
  const words = deprecationOf(properties) ?? '';
  return [{ subject, schema, text: words === '' ? what : `${what}: ${words}` }];
}
