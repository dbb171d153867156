import type { StockChangedInput, StockChangedKeyInput } from '@shop/contracts/messages/stock-changed';
import { availableOf, type StockChange } from '../domain/stock-level.ts';

/** The message that tells of a changed stock level. */
export function stockChanged(
  { level, reason }: StockChange,
  { at, orderId }: { readonly at: Date; readonly orderId?: string },
): { readonly key: StockChangedKeyInput; readonly subject: string; readonly value: StockChangedInput } {
  const { warehouse, sku, name, description, price, onHand, reserved, revision } = level;
  return {
    key: { warehouse, sku },
    subject: `${warehouse}/${sku}`,
    value: {
      warehouse,
      sku,
      name,
      description,
      price,
      onHand,
      reserved,
      available: availableOf(level),
      revision,
      reason,
      orderId: orderId ?? null,
      changedAt: at,
    },
  };
}
