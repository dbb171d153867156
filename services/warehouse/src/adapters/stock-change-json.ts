import { Decimal } from '@eventwright/runtime';
import type { StockChange, StockLevel } from '../domain/stock-level.ts';

type Stored<Value> = Value extends bigint ? string : Value;

/** A stock change as JSON can hold it: amounts and counts as text, so that they stay exact. */
export type StockChangeJson = Pick<StockChange, 'reason'> & {
  readonly [Name in keyof Omit<StockLevel, 'price'>]: Stored<StockLevel[Name]>;
} & { readonly amount: string; readonly currency: StockLevel['price']['currency'] };

export function stockChangeToJson({ level: { price, ...level }, reason }: StockChange): StockChangeJson {
  return {
    ...level,
    amount: price.amount.toString(),
    currency: price.currency,
    weightInGrams: level.weightInGrams?.toString() ?? null,
    onHand: level.onHand.toString(),
    reserved: level.reserved.toString(),
    revision: level.revision.toString(),
    reason,
  };
}

export function stockChangeFromJson({ reason, amount, currency, ...json }: StockChangeJson): StockChange {
  return {
    reason,
    level: {
      ...json,
      price: { amount: Decimal.of(amount), currency },
      weightInGrams: json.weightInGrams === null ? null : BigInt(json.weightInGrams),
      onHand: BigInt(json.onHand),
      reserved: BigInt(json.reserved),
      revision: BigInt(json.revision),
    },
  };
}
