import type { WarehouseSends } from '@shop/contracts/warehouse';
import type { WarehouseRequests } from './adapters/http/api.ts';
import { allLevels, insertLevel, lockLevels, saveChanges } from './adapters/stock-store.ts';
import { addDelivery, addItem } from './domain/add-stock.ts';
import type { StockChange, StockLevel } from './domain/stock-level.ts';
import type { Environment } from './environment.ts';
import { stockChanged } from './messages/stock-changed.ts';

/** What the staff of the warehouse can do: each change is stored first, then told. */
export function createRequests(
  { database, now, warehouse }: Environment,
  send: WarehouseSends,
): Omit<WarehouseRequests, 'failure'> {
  const tell = async (change: StockChange): Promise<StockLevel> => {
    await send.stockChanged(stockChanged(change, { at: now() }));
    return change.level;
  };
  return {
    items: () => database.transaction((tx) => allLevels(tx, warehouse)),
    async addItem(item) {
      const change = addItem({ ...item, warehouse });
      const isNew = await database.transaction((tx) => insertLevel(tx, change.level));
      return isNew ? tell(change) : undefined;
    },
    async addDelivery(sku, quantity) {
      const change = await database.transaction(async (tx) => {
        const level = (await lockLevels(tx, warehouse, [{ sku }])).get(sku);
        if (level === undefined) return undefined;
        const delivered = addDelivery(level, quantity);
        await saveChanges(tx, [delivered]);
        return delivered;
      });
      return change === undefined ? undefined : tell(change);
    },
  };
}

/**
 * Tells every stock level as it is. Done at each start: readers learn of items that came with the database, and of a
 * change that was stored by a process that ended before it could tell. Readers drop what they know by its revision.
 */
export async function announceStock({ database, warehouse, now }: Environment, send: WarehouseSends): Promise<void> {
  const levels = await database.transaction((tx) => allLevels(tx, warehouse));
  const at = now();
  await Promise.all(levels.map((level) => send.stockChanged(stockChanged({ level, reason: 'ANNOUNCED' }, { at }))));
}
