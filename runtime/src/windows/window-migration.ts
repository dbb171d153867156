import type { Migration } from '../database/migrate.ts';

/** `totals` has a number for each measure, in the order of the definition, to which only new ones are added at its end. */
export const windowMigration: Migration = {
  id: 'eventwright-windows-1',
  sql: `
    create table eventwright_window (
      name text not null,
      key text not null,
      start_at timestamptz not null,
      events bigint not null,
      late bigint not null,
      totals numeric[] not null,
      touched_at timestamptz not null default clock_timestamp(),
      closed_at timestamptz,
      primary key (name, key, start_at)
    ) with (fillfactor = 50);
    create index eventwright_window_open on eventwright_window (name, start_at) where closed_at is null;
    create index eventwright_window_time on eventwright_window (name, start_at)`,
};
