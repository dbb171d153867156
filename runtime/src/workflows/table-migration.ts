import type { Migration } from '../database/migrate.ts';

/**
 * The tables of workflows. All times are the database's own. The row of an instance is the one lock on all that belongs to
 * it: whoever changes its history or its timers holds it.
 */
export const tableMigration: Migration = {
  id: 'eventwright-workflows-1',
  sql: `
    create table eventwright_workflow (
      workflow text not null,
      key text not null,
      version integer not null,
      status text not null,
      state json not null,
      n integer not null default 0,
      ended boolean not null default false,
      correlation_id text,
      cause_id text,
      started_at timestamptz not null default clock_timestamp(),
      updated_at timestamptz not null default clock_timestamp(),
      error text,
      failed_input text,
      failed_event text,
      failing_since timestamptz,
      primary key (workflow, key)
    ) with (fillfactor = 70);
    create index eventwright_workflow_open on eventwright_workflow (workflow, status) where not ended;
    create index eventwright_workflow_ended on eventwright_workflow (workflow, updated_at) where ended;

    create table eventwright_workflow_transition (
      workflow text not null,
      key text not null,
      n integer not null,
      version integer not null,
      input json not null,
      from_status text not null,
      to_status text not null,
      ignored boolean not null,
      outputs json not null,
      at timestamptz not null,
      primary key (workflow, key, n),
      foreign key (workflow, key) references eventwright_workflow (workflow, key) on delete cascade
    );

    create table eventwright_workflow_timer (
      workflow text not null,
      key text not null,
      name text not null,
      due_at timestamptz not null,
      next_try_at timestamptz not null,
      attempts integer not null default 0,
      reason text,
      error text,
      primary key (workflow, key, name),
      foreign key (workflow, key) references eventwright_workflow (workflow, key) on delete cascade
    );
    create index eventwright_workflow_timer_due on eventwright_workflow_timer (workflow, next_try_at);

    create table eventwright_workflow_version (
      workflow text not null,
      version integer not null,
      diagram text not null,
      opened_at timestamptz not null default clock_timestamp(),
      primary key (workflow, version)
    )`,
};
