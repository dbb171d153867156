import type { Migration } from '../database/migrate.ts';

/**
 * Each build of a projection has a schema of its own for its tables; views of the same names in the service's schema show
 * those of the live one. One process at a time runs a build: the one that holds the lease, which every one of its
 * transactions renews, and without which none of them commits.
 */
export const projectionTables: Migration = {
  id: 'eventwright-projections-1',
  sql: `
    create table eventwright_projection_build (
      name text not null,
      build integer not null,
      version integer,
      definition text,
      state text not null check (state in ('asked', 'building', 'live', 'retired')),
      schema_name text,
      source_group text,
      runner uuid,
      lease_until timestamptz,
      events bigint not null default 0,
      unreadable bigint not null default 0,
      behind bigint,
      error text,
      started_at timestamptz not null default clock_timestamp(),
      applied_at timestamptz,
      live_at timestamptz,
      primary key (name, build)
    );
    create unique index eventwright_projection_live on eventwright_projection_build (name) where state = 'live';

    create table eventwright_projection_position (
      name text not null,
      build integer not null,
      source text not null,
      partition integer not null,
      next bigint not null,
      transaction bigint not null,
      log_time bigint not null,
      primary key (name, build, source, partition),
      foreign key (name, build) references eventwright_projection_build on delete cascade
    )`,
};

/** Of a projection whose source may give an event twice; in the schema of the build. */
export const appliedTable = `
  create table eventwright_applied (
    event_id text primary key,
    source text not null,
    partition integer not null,
    log_time bigint not null
  );
  create index eventwright_applied_age on eventwright_applied (source, partition, log_time)`;
