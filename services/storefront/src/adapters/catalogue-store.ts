import { Decimal } from '@eventwright/runtime';
import { bigintOf, nullable, type Row, type Sql, textOf } from '@eventwright/runtime/postgres';
import type { Money } from '@shop/contracts/schemas/shop/common/money.v1';
import { z } from 'zod';
import type { CatalogueItem } from '../domain/catalogue-item.ts';

const currency = z.enum(['EUR', 'USD', 'GBP', 'CHF']);

const selectItems = `
  select i.sku, i.name, i.description, i.price_amount, i.price_currency,
    coalesce(sum(l.available), 0)::bigint as available
  from catalogue_item i left join stock_level l on l.sku = i.sku`;

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
  const news = await tx.query(
    `insert into stock_level (warehouse, sku, available, revision) values ($1, $2, $3, $4)
     on conflict (warehouse, sku) do update set available = excluded.available, revision = excluded.revision
     where stock_level.revision < excluded.revision
     returning sku`,
    [item.warehouse, item.sku, item.available, item.revision],
  );
  if (news.length === 0) return;
  await tx.query(
    `insert into catalogue_item (sku, name, description, price_amount, price_currency) values ($1, $2, $3, $4, $5)
     on conflict (sku) do update set name = excluded.name, description = excluded.description,
       price_amount = excluded.price_amount, price_currency = excluded.price_currency`,
    [item.sku, item.name, item.description, item.price.amount, item.price.currency],
  );
}

/** Forgets the stock of one warehouse, and the item where no other has it. */
export async function removeItem(tx: Sql, { warehouse, sku }: Pick<ToldItem, 'warehouse' | 'sku'>): Promise<void> {
  await tx.query('delete from stock_level where warehouse = $1 and sku = $2', [warehouse, sku]);
  await tx.query('delete from catalogue_item where sku = $1 and not exists (select from stock_level where sku = $1)', [
    sku,
  ]);
}

export async function allItems(tx: Sql): Promise<readonly CatalogueItem[]> {
  return (await tx.query(`${selectItems} group by i.sku order by i.sku`)).map(itemOf);
}

/** Undefined where the item is not in the catalogue. */
export async function findItem(tx: Sql, sku: string): Promise<CatalogueItem | undefined> {
  const [row] = await tx.query(`${selectItems} where i.sku = $1 group by i.sku`, [sku]);
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
