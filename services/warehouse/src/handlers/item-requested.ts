import type { WarehouseHandlers } from '@shop/contracts/warehouse';
import { findLevel } from '../adapters/stock-store.ts';
import { availableOf } from '../domain/stock-level.ts';
import type { Environment } from '../environment.ts';

/** Answers with the item as it is now. Changes nothing, so a repeated request is simply answered again. */
export function itemRequested({ now, warehouse }: Environment): WarehouseHandlers['itemRequested'] {
  return async ({ value: { requestId, sku } }, ctx) => {
    const level = await findLevel(ctx.tx, warehouse, sku);
    const answered = { requestId, sku, answeredAt: now() };
    if (level === undefined) {
      const explanation = `No item has the stock keeping unit ${sku}.`;
      await ctx.reply.itemAnswered({
        key: sku,
        value: { ...answered, answer: { $type: 'shop.warehouse.ItemUnknown', sku, explanation } },
      });
      return;
    }
    const { name, description, price, revision } = level;
    const item = { warehouse, sku, name, description, price, available: availableOf(level), revision };
    await ctx.reply.itemAnswered({
      key: sku,
      value: { ...answered, answer: { $type: 'shop.warehouse.ItemFound', ...item } },
    });
  };
}
