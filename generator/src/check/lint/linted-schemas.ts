import type { EnumSchema, Field, NamedSchema, RecordSchema, Schema } from '@eventwright/avro';
import type { ContractModel } from '../../model/contract-model.ts';
import type { Holder, LintReport } from './lint-rule.ts';

/** Every named type, once, by the newest version of its schema: older ones are history and stay as they are. */
export function* lintedTypes({ schemas }: ContractModel): Iterable<NamedSchema> {
  for (const schema of schemas) {
    if (schema.versions.at(-1) === schema) yield* schema.types;
  }
}

export interface LintedField {
  readonly record: RecordSchema;
  readonly field: Field;
}

export function* lintedFields(model: ContractModel): Iterable<LintedField> {
  for (const record of lintedTypes(model)) {
    if (record.kind !== 'record') continue;
    for (const field of record.fields) yield { record, field };
  }
}

export function* lintedEnums(model: ContractModel): Iterable<EnumSchema> {
  for (const type of lintedTypes(model)) {
    if (type.kind === 'enum') yield type;
  }
}

/** A type with what is in it, but for the named types, which are told of where they are defined. */
export function partsOf(type: Schema): readonly Schema[] {
  switch (type.kind) {
    case 'union':
      return [type, ...type.branches.flatMap(partsOf)];
    case 'array':
      return [type, ...partsOf(type.items)];
    case 'map':
      return [type, ...partsOf(type.values)];
    default:
      return [type];
  }
}

type Place = Pick<LintReport, 'subject' | 'position' | 'holders'>;

/** Where a type is; undefined for one without a place in a file. */
export function placeOfType({ name, position, properties }: NamedSchema): Place | undefined {
  return position === undefined ? undefined : { subject: name, position, holders: [{ properties, position }] };
}

/** Where a field is. The record may let through what is said of its fields. */
export function placeOfField({ record, field }: LintedField): Place | undefined {
  const { position } = field;
  if (position === undefined) return undefined;
  return { subject: `${record.name}.${field.name}`, position, holders: [holderOf(field), holderOf(record)] };
}

const holderOf = ({ properties, position }: Holder): Holder =>
  position === undefined ? { properties } : { properties, position };
