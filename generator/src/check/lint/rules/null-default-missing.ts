import type { LintRule } from '../lint-rule.ts';
import { placeOfField } from '../linted-schemas.ts';
import { nullableFields, writtenUnion } from '../nullable-field.ts';

export const nullDefaultMissing: LintRule = {
  id: 'LINT_NULL_DEFAULT_MISSING',
  severity: 'warning',
  *check(linted) {
    for (const one of nullableFields(linted)) {
      const place = placeOfField(one);
      if (place === undefined || one.field.default !== undefined) continue;
      const written = writtenUnion(one, linted);
      yield {
        ...place,
        message: `The field '${one.field.name}' may be null and has no default.`,
        help: 'Add "default": null. Without it, data that lack the field cannot be read, and the field can never be removed.',
        ...(written !== undefined && {
          fix: [{ file: written.file, start: written.whole.end, end: written.whole.end, text: ', "default": null' }],
        }),
      };
    }
  },
};
