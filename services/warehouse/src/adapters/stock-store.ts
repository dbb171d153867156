import { Decimal } from '@eventwright/runtime';
import { bigintOf, nullable, type Row, type Sql, textOf } from '@eventwright/runtime/postgres';
import { z } from 'zod';
import type { Quantity, StockChange, StockLevel } from '../domain/stock-level.ts';

const columns = `warehouse, sku, name, description, price_amount, price_currency, weight_in_grams, on_hand, reserved,
  revision`;

const currency = z.enum(['EUR', 'USD', 'GBP', 'CHF']);

/** Every level of the warehouse, by item. */
export async function allLevels(tx: Sql, warehouse: string): Promise<readonly StockLevel[]> {
  const rows = await tx.query(`select ${columns} from stock_level where warehouse = $1 order by sku`, [warehouse]);
  return rows.map(levelOf);
}

export async function findLevel(tx: Sql, warehouse: string, sku: string): Promise<StockLevel | undefined> {
  const [row] = await tx.query(`select ${columns} from stock_level where warehouse = $1 and sku = $2`, [
    warehouse,
    sku,
  ]);
  return row === undefined ? undefined : levelOf(row);
}

/** The levels of these items by their keys, kept for this transaction. Locked in one order, so nobody waits in a circle. */
export async function lockLevels(
  tx: Sql,
  warehouse: string,
  items: readonly Pick<Quantity, 'sku'>[],
): Promise<ReadonlyMap<string, StockLevel>> {
  const rows = await tx.query(
    `select ${columns} from stock_level where warehouse = $1 and sku = any($2::text[]) order by sku for update`,
    [warehouse, items.map(({ sku }) => sku)],
  );
  return new Map(rows.map(levelOf).map((level) => [level.sku, level]));
}

/** Adds an item. False where the warehouse has it already: then nothing changes. */
export async function insertLevel(tx: Sql, level: StockLevel): Promise<boolean> {
  const inserted = await tx.query(
    `insert into stock_level (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict do nothing returning sku`,
    [
      level.warehouse,
      level.sku,
      level.name,
      level.description,
      level.price.amount,
      level.price.currency,
      level.weightInGrams,
      level.onHand,
      level.reserved,
      level.revision,
    ],
  );
  return inserted.length > 0;
}

/** Stores levels that changed; their rows are locked. */
export async function saveChanges(tx: Sql, changes: readonly StockChange[]): Promise<void> {
  for (const { level } of changes) {
    await tx.query(
      `update stock_level set on_hand = $3, reserved = $4, revision = $5 where warehouse = $1 and sku = $2`,
      [level.warehouse, level.sku, level.onHand, level.reserved, level.revision],
    );
  }
}

function levelOf(row: Row): StockLevel {
  return {
    warehouse: textOf(row, 'warehouse'),
    sku: textOf(row, 'sku'),
    name: textOf(row, 'name'),
    description: nullable(textOf)(row, 'description'),
    price: {
      amount: Decimal.of(textOf(row, 'price_amount')),
      currency: currency.parse(textOf(row, 'price_currency')),
    },
    weightInGrams: nullable(bigintOf)(row, 'weight_in_grams'),
    onHand: bigintOf(row, 'on_hand'),
    reserved: bigintOf(row, 'reserved'),
    revision: bigintOf(row, 'revision'),
  };
}
