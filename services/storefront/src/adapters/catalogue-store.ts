import { Decimal } from '@eventwright/runtime';
import { bigintOf, nullable, type Row, type Sql, textOf } from '@eventwright/runtime/postgres';
import type { Money } from '@shop/contracts/schemas/shop/common/money.v1';
import { z } from 'zod';
import type { CatalogueItem } from '../domain/catalogue-item.ts';

const currency = z.enum(['EUR', 'USD', 'GBP', 'CHF']);

/** Warehouses that differ about an item are asked for the one that has changed it most often. */
const selectItems = `
  select sku, (array_agg(name order by revision desc, warehouse))[1] as name,
    (array_agg(description order by revision desc, warehouse))[1] as description,
    (array_agg(price_amount order by revision desc, warehouse))[1] as price_amount,
    (array_agg(price_currency order by revision desc, warehouse))[1] as price_currency,
    sum(available)::bigint as available
  from stock_level`;

/** An item and its stock, as one warehouse tells them. */
export interface ToldItem {
  readonly warehouse: string;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly price: Money;
  readonly available: bigint;
  readonly revision: bigint;
}

/** Takes over what a warehouse tells, unless something newer is known. */
export async function saveItem(tx: Sql, item: ToldItem): Promise<void> {
  const { name, description, price } = item;
  await tx.query(
    `insert into stock_level as l (warehouse, sku, name, description, price_amount, price_currency, available, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (sku, warehouse) do update set name = excluded.name, description = excluded.description,
       price_amount = excluded.price_amount, price_currency = excluded.price_currency,
       available = excluded.available, revision = excluded.revision
     where l.revision < excluded.revision`,
    [item.warehouse, item.sku, name, description, price.amount, price.currency, item.available, item.revision],
  );
}

/** Forgets what one warehouse has of an item. */
export async function removeItem(tx: Sql, { warehouse, sku }: Pick<ToldItem, 'warehouse' | 'sku'>): Promise<void> {
  await tx.query('delete from stock_level where warehouse = $1 and sku = $2', [warehouse, sku]);
}

export async function allItems(tx: Sql): Promise<readonly CatalogueItem[]> {
  return (await tx.query(`${selectItems} group by sku order by sku`)).map(itemOf);
}

/** Undefined where the item is not in the catalogue. */
export async function findItem(tx: Sql, sku: string): Promise<CatalogueItem | undefined> {
  const [row] = await tx.query(`${selectItems} where sku = $1 group by sku`, [sku]);
  return row === undefined ? undefined : itemOf(row);
}

function itemOf(row: Row): CatalogueItem {
  return {
    sku: textOf(row, 'sku'),
    name: textOf(row, 'name'),
    description: nullable(textOf)(row, 'description'),
    price: {
      amount: Decimal.of(textOf(row, 'price_amount')),
      currency: currency.parse(textOf(row, 'price_currency')),
    },
    available: bigintOf(row, 'available'),
  };
}
