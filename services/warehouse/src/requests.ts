import type { WarehouseClient, WarehouseSends } from '@shop/contracts/warehouse';
import type { WarehouseRequests } from './adapters/http/api.ts';
import { allLevels, insertLevel, lockLevels, saveChanges } from './adapters/stock-store.ts';
import { addDelivery, addItem } from './domain/add-stock.ts';
import type { StockChange, StockLevel } from './domain/stock-level.ts';
import type { Environment } from './environment.ts';
import { stockChanged } from './messages/stock-changed.ts';

/** What the staff of the warehouse can do: each change is stored and told in one transaction. */
export function createRequests(
  { database, now, warehouse }: Environment,
  { transaction }: Pick<WarehouseClient, 'transaction'>,
): WarehouseRequests {
  const tell = async (change: StockChange, send: WarehouseSends): Promise<StockLevel> => {
    await send.stockChanged(stockChanged(change, { at: now() }));
    return change.level;
  };
  return {
    items: () => database.transaction((tx) => allLevels(tx, warehouse)),
    addItem: (item) =>
      transaction(async ({ tx, send }) => {
        const change = addItem({ ...item, warehouse });
        return (await insertLevel(tx, change.level)) ? tell(change, send) : undefined;
      }),
    addDelivery: (sku, quantity) =>
      transaction(async ({ tx, send }) => {
        const level = (await lockLevels(tx, warehouse, [{ sku }])).get(sku);
        if (level === undefined) return undefined;
        const change = addDelivery(level, quantity);
        await saveChanges(tx, [change]);
        return tell(change, send);
      }),
  };
}

/**
 * Tells every stock level as it is, at each start: readers learn of the items that came with the database. They drop what
 * they know by its revision.
 */
export async function announceStock(
  { warehouse, now }: Environment,
  { transaction }: Pick<WarehouseClient, 'transaction'>,
): Promise<void> {
  const at = now();
  await transaction(async ({ tx, send }) => {
    for (const level of await allLevels(tx, warehouse)) {
      await send.stockChanged(stockChanged({ level, reason: 'ANNOUNCED' }, { at }));
    }
  });
}
