import type { LogicalType, Schema } from '@eventwright/avro';
import type { LintRule } from '../lint-rule.ts';
import { lintedFields, partsOf, placeOfField } from '../linted-schemas.ts';

/** What databases and the decimals of most languages hold. */
const maxPrecision = 38;

export const decimalBounds: LintRule = {
  id: 'LINT_DECIMAL_BOUNDS',
  severity: 'warning',
  *check({ model }) {
    for (const one of lintedFields(model)) {
      const place = placeOfField(one);
      if (place === undefined) continue;
      for (const { precision, scale } of partsOf(one.field.type).flatMap(decimalOf)) {
        const what = `decimal(${precision}, ${scale}) of '${one.field.name}'`;
        if (precision > maxPrecision) {
          const message = `${what} has more than ${maxPrecision} digits.`;
          yield { ...place, message, help: `Databases and most languages end there: take at most ${maxPrecision}.` };
        } else if (scale === precision) {
          const message = `${what} has no digit before the point.`;
          yield {
            ...place,
            message,
            help: 'Raise the precision: it counts all digits, those behind the point included.',
          };
        }
      }
    }
  },
};

type Decimal = Extract<LogicalType, { readonly name: 'decimal' }>;

function decimalOf(schema: Schema): readonly Decimal[] {
  const logicalType = 'logicalType' in schema ? schema.logicalType : undefined;
  return logicalType?.name === 'decimal' ? [logicalType] : [];
}
