import type { LintRule } from '../lint-rule.ts';
import { lintedFields, partsOf, placeOfField } from '../linted-schemas.ts';
import { hasWords, wordsOf } from '../words.ts';

/** Names of what tells about one person. */
const personal: readonly string[] = [
  'bank account',
  'birth date',
  'birth day',
  'birthday',
  'birthdate',
  'card number',
  'credit card',
  'date of birth',
  'email',
  'e mail',
  'family name',
  'first name',
  'full name',
  'given name',
  'iban',
  'ip address',
  'last name',
  'maiden name',
  'mail address',
  'mobile',
  'nationality',
  'passport',
  'phone',
  'postal address',
  'social security',
  'ssn',
  'street',
  'surname',
  'tax id',
  'telephone',
];

/** Last words of what is about such data but holds none: `emailId`, `phoneStatus`. */
const aside: ReadonlySet<string> = new Set(['count', 'id', 'ids', 'kind', 'status', 'template', 'type', 'verified']);

const isPersonal = (name: string): boolean =>
  personal.some((words) => hasWords(name, words)) && !aside.has(wordsOf(name).at(-1) ?? '');

/** Of a record its own fields are told of. */
export const piiUntagged: LintRule = {
  id: 'LINT_PII_UNTAGGED',
  severity: 'warning',
  *check({ model }) {
    for (const one of lintedFields(model)) {
      const { name, properties, type } = one.field;
      const place = placeOfField(one);
      const parts = partsOf(type);
      if (place === undefined || !parts.some(({ kind }) => kind === 'primitive' || kind === 'fixed')) continue;
      if (parts.some(({ kind }) => kind === 'record') || !isPersonal(name)) continue;
      if ([{ properties }, ...parts].some((part) => Object.hasOwn(part.properties, 'x-pii'))) continue;
      yield {
        ...place,
        message: `'${name}' sounds like personal data and does not say so.`,
        help: 'Add "x-pii": true, or false if it is about nobody.',
      };
    }
  },
};
