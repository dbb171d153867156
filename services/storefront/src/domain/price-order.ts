import type { Money } from '@shop/contracts/schemas/shop/common/money.v1';
import type { OrderLine } from '@shop/contracts/schemas/shop/common/order-line.v1';
import type { OrderTotals } from '@shop/contracts/schemas/shop/common/order-totals.v1';
import type { CatalogueItem } from './catalogue-item.ts';

/** A line as the customer asks for it. The price is the shop's, never the customer's. */
export interface RequestedLine {
  readonly sku: string;
  readonly quantity: number;
  readonly options: Readonly<Record<string, string>>;
}

/** What delivery costs. Both amounts are in the currency of the shop. */
export interface DeliveryTerms {
  readonly fee: Money;
  /** From this value of goods on, delivery is free. */
  readonly freeFrom: Money;
}

export type PricedOrder =
  | { readonly kind: 'priced'; readonly lines: readonly OrderLine[]; readonly totals: OrderTotals }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** Prices an order from the catalogue. Refused where an item is not on sale or sold in another currency. */
export function priceOrder(
  requested: readonly RequestedLine[],
  items: ReadonlyMap<string, CatalogueItem>,
  terms: DeliveryTerms,
): PricedOrder {
  const { currency } = terms.fee;
  const lines: OrderLine[] = [];
  const problems: string[] = [];
  for (const { sku, quantity, options } of requested) {
    const item = items.get(sku);
    if (item === undefined) problems.push(`Item ${sku} is not on sale.`);
    else if (item.price.currency !== currency) problems.push(`Item ${sku} is not sold in ${currency}.`);
    else lines.push({ sku, name: item.name, quantity, unitPrice: item.price, options });
  }
  if (requested.length === 0) problems.push('An order needs at least one line.');
  return problems.length > 0
    ? { kind: 'refused', problems }
    : { kind: 'priced', lines, totals: totalsOf(lines, terms) };
}

function totalsOf(lines: readonly OrderLine[], { fee, freeFrom }: DeliveryTerms): OrderTotals {
  const { currency } = fee;
  const nothing = fee.amount.minus(fee.amount);
  const goods = lines.reduce((sum, { unitPrice, quantity }) => sum.plus(unitPrice.amount.times(quantity)), nothing);
  const shipping = goods.compare(freeFrom.amount) < 0 ? fee.amount : nothing;
  return {
    goods: { amount: goods, currency },
    shipping: { amount: shipping, currency },
    total: { amount: goods.plus(shipping), currency },
  };
}
