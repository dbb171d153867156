import type { LintReport, LintRule } from '../lint-rule.ts';
import { placeOfField } from '../linted-schemas.ts';
import {
  isNullByDefault,
  type NullableField,
  nullableFields,
  type WrittenUnion,
  writtenUnion,
} from '../nullable-field.ts';

/** A default of another type has to be of the first branch: such a union is in order. */
export const nullFirst: LintRule = {
  id: 'LINT_NULL_FIRST',
  severity: 'warning',
  *check(linted) {
    for (const one of nullableFields(linted)) {
      const place = placeOfField(one);
      if (place === undefined || one.nullIndex === 0 || !isNullByDefault(one.field)) continue;
      const written = writtenUnion(one, linted);
      yield {
        ...place,
        message: `The union of '${one.field.name}' does not have "null" first.`,
        help: 'Put "null" first: only then can the default be null for every library.',
        ...(written !== undefined && { fix: fixOf(one, written) }),
      };
    }
  },
};

/** Only the branches change places; blanks and lines between them stay. */
function fixOf({ nullIndex }: NullableField, { file, text, branches }: WrittenUnion): NonNullable<LintReport['fix']> {
  const texts = branches.map(({ start, end }) => text.slice(start, end));
  const ordered = [texts[nullIndex], ...texts.toSpliced(nullIndex, 1)];
  return branches.flatMap(({ start, end }, index) => {
    const branch = ordered[index];
    return branch === undefined || branch === texts[index] ? [] : [{ file, start, end, text: branch }];
  });
}
