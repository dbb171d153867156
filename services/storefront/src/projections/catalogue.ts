import { type Projection, projection } from '@eventwright/runtime/projections';
import { storefrontApplication } from '@shop/contracts/storefront';
import { removeItem, saveItem } from '../adapters/catalogue-store.ts';

/**
 * What is on sale, as each warehouse tells it. `LAMP-AURORA` is on sale ahead of its delivery, so no warehouse knows it yet:
 * an order for it waits until one does.
 */
export const catalogue: Projection = projection({
  name: 'catalogue',
  version: 1,
  tables: `
    create table stock_level (
      warehouse text not null,
      sku text not null,
      name text not null,
      description text,
      price_amount numeric(12, 2) not null,
      price_currency text not null,
      available bigint not null,
      revision bigint not null,
      primary key (sku, warehouse)
    );
    insert into stock_level values ('', 'LAMP-AURORA', 'Aurora lamp', 'New this season.', 79.00, 'EUR', 0, 0)`,
  from: storefrontApplication,
  handlers: {
    stockChanged: ({ key, value }, { tx }) => (value === null ? removeItem(tx, key) : saveItem(tx, value)),
  },
});
