import type { Migration } from '@eventwright/runtime/postgres';

/** Creates the tables, and stocks the shelves so that a fresh shop has something to sell. */
export function migrations(warehouse: string): readonly Migration[] {
  return [tables, { id: 'warehouse-2-first-items', sql: firstItems(warehouse) }];
}

const tables: Migration = {
  id: 'warehouse-1',
  sql: `
    create table stock_level (
      warehouse text not null,
      sku text not null,
      name text not null,
      description text,
      price_amount numeric(12, 2) not null,
      price_currency text not null,
      weight_in_grams bigint,
      on_hand bigint not null,
      reserved bigint not null,
      revision bigint not null,
      primary key (warehouse, sku),
      check (reserved >= 0 and reserved <= on_hand)
    );
    create table reservation (
      order_id uuid primary key,
      reservation_id uuid not null,
      status text not null check (status in ('open', 'dispatched', 'released'))
    );
    create table reservation_line (
      order_id uuid not null references reservation,
      sku text not null,
      quantity integer not null,
      primary key (order_id, sku)
    )`,
};

const firstItems = (warehouse: string): string => `
  insert into stock_level
    (warehouse, sku, name, description, price_amount, price_currency, weight_in_grams, on_hand, reserved, revision)
  select '${warehouse.replaceAll("'", "''")}', sku, name, description, price, 'EUR', weight, on_hand, 0, 1
  from (values
    ('MUG-BLUE', 'Blue mug', 'Stoneware, 0.3 l.', 12.50, 350, 400),
    ('MUG-WHITE', 'White mug', 'Stoneware, 0.3 l.', 11.90, 350, 250),
    ('TEA-GREEN', 'Green tea, 250 g', 'Sencha from Shizuoka.', 8.90, 270, 600),
    ('TEAPOT-IRON', 'Cast iron teapot', 'Holds 1.2 l, with a strainer.', 64.00, 2100, 40),
    ('KETTLE-STEEL', 'Steel kettle', 'For all stoves, 2 l.', 49.90, 1150, 60),
    ('TRAY-OAK', 'Oak tray', null, 34.50, 900, 25),
    ('TEAHOUSE', 'Garden tea house', 'Larch, 9 square metres, in parts.', 12400.00, 940000, 3)
  ) as item (sku, name, description, price, weight, on_hand)`;
