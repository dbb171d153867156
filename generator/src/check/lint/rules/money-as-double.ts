import type { LintRule } from '../lint-rule.ts';
import { lintedFields, partsOf, placeOfField } from '../linted-schemas.ts';
import { wordsOf } from '../words.ts';

const money: ReadonlySet<string> = new Set(
  'amount balance charge cost costs discount fee fees fine gross money net payment price prices rebate refund revenue salary subtotal tax taxes tip total totals turnover vat wage'.split(
    ' ',
  ),
);

export const moneyAsDouble: LintRule = {
  id: 'LINT_MONEY_AS_DOUBLE',
  severity: 'warning',
  *check({ model }) {
    for (const one of lintedFields(model)) {
      const place = placeOfField(one);
      const float = partsOf(one.field.type).find(
        (part) => part.kind === 'primitive' && (part.type === 'double' || part.type === 'float'),
      );
      if (place === undefined || float === undefined || !wordsOf(one.field.name).some((word) => money.has(word)))
        continue;
      yield {
        ...place,
        message: `'${one.field.name}' sounds like money and is a floating point number.`,
        help: 'Take { "type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2 }: 0.1 + 0.2 is 0.3 then.',
      };
    }
  },
};
