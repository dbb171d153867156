import type { Field, PrimitiveName } from '@eventwright/avro';
import type { ContractModel } from '../../model/contract-model.ts';
import type { LintReport } from './lint-rule.ts';
import { lintedFields, partsOf, placeOfField } from './linted-schemas.ts';
import { wordsOf } from './words.ts';

/** Last words of what is a moment or a day: `placedAt`, `deliveryDate`. A `leadTime` is none. */
const moments: ReadonlySet<string> = new Set(['at', 'date', 'datetime', 'timestamp']);

type MomentField = Pick<LintReport, 'subject' | 'position' | 'holders'> & { readonly field: Field };

/** Fields that are called as a moment, and are one of these types without saying how it is one. */
export function* momentFields(model: ContractModel, types: readonly PrimitiveName[]): Iterable<MomentField> {
  for (const one of lintedFields(model)) {
    const place = placeOfField(one);
    const isMoment = moments.has(wordsOf(one.field.name).at(-1) ?? '');
    const isBare = partsOf(one.field.type).some(
      (part) => part.kind === 'primitive' && part.logicalType === undefined && types.includes(part.type),
    );
    if (place !== undefined && isMoment && isBare) yield { ...place, field: one.field };
  }
}
