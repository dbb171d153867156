import type { LintReport, LintRule } from '../lint-rule.ts';
import { lintedEnums, lintedFields, lintedTypes, placeOfField, placeOfType } from '../linted-schemas.ts';

const pascalCase = /^[A-Z][A-Za-z0-9]*$/;
const camelCase = /^[a-z][A-Za-z0-9]*$/;
const upperCase = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

const help = 'In a new version, give it an alias of the old name; or ignore it with the reason.';

export const naming: LintRule = {
  id: 'LINT_NAMING',
  severity: 'warning',
  *check({ model }) {
    for (const type of lintedTypes(model)) {
      const name = type.name.slice(type.name.lastIndexOf('.') + 1);
      if (!pascalCase.test(name)) yield* report(placeOfType(type), `The ${type.kind} ${name} is not in PascalCase.`);
    }
    for (const one of lintedFields(model)) {
      const { name } = one.field;
      if (!camelCase.test(name)) yield* report(placeOfField(one), `The field '${name}' is not in camelCase.`);
    }
    for (const type of lintedEnums(model)) {
      const odd = type.symbols.filter((symbol) => !upperCase.test(symbol));
      if (odd.length === 0) continue;
      yield* report(placeOfType(type), `Symbols of ${type.name} are not in UPPER_CASE: ${odd.join(', ')}.`);
    }
  },
};

type Place = Pick<LintReport, 'subject' | 'position' | 'holders'>;

const report = (place: Place | undefined, message: string): readonly LintReport[] =>
  place === undefined ? [] : [{ ...place, message, help }];
