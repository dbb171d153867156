import type { Field, UnionSchema } from '@eventwright/avro';
import { itemRanges, offsetAt, type Range, valueRange } from './json-range.ts';
import type { Linted } from './lint-rule.ts';
import { type LintedField, lintedFields } from './linted-schemas.ts';

export interface NullableField extends LintedField {
  readonly union: UnionSchema;
  /** Where `null` stands among the branches. */
  readonly nullIndex: number;
}

/** Fields that may be null. */
export function* nullableFields({ model }: Linted): Iterable<NullableField> {
  for (const { record, field } of lintedFields(model)) {
    const union = field.type;
    if (union.kind !== 'union') continue;
    const nullIndex = union.branches.findIndex((branch) => branch.kind === 'primitive' && branch.type === 'null');
    if (nullIndex !== -1) yield { record, field, union, nullIndex };
  }
}

/** Whether the field has no default, or null. */
export const isNullByDefault = ({ default: given }: Field): boolean => given === undefined || given.value === null;

export interface WrittenUnion {
  readonly file: string;
  readonly text: string;
  readonly whole: Range;
  readonly branches: readonly Range[];
}

/** The union as it stands in an `.avsc` file; undefined elsewhere, such as in YAML. */
export function writtenUnion({ union }: NullableField, { files }: Linted): WrittenUnion | undefined {
  const { position, branches } = union;
  const text = position === undefined ? undefined : files.get(position.file)?.text;
  if (position === undefined || text === undefined || !position.file.endsWith('.avsc')) return undefined;
  const start = offsetAt(text, position);
  if (text[start] !== '[') return undefined;
  const written = { file: position.file, text, whole: valueRange(text, start), branches: itemRanges(text, start) };
  return written.branches.length === branches.length ? written : undefined;
}
