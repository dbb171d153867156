import type { PostgresEngine } from '../engines/postgres-engine.ts';
import type { Change, Effect } from '../history/history.ts';

export type RoleName = 'source' | 'middle' | 'final';

/** The databases of one run's pipeline, one for each role. */
export interface PipelineDatabases {
  /** For the workload. */
  url(role: RoleName): string;
  /** For the harness. */
  direct(role: RoleName): string;
  changes(): Promise<readonly Change[]>;
  effects(role: RoleName): Promise<readonly Effect[]>;
  count(role: RoleName, table: string): Promise<number>;
  query<R extends object>(role: RoleName, text: string, parameters?: readonly unknown[]): Promise<readonly R[]>;
  drop(): Promise<void>;
}

export const roles: readonly RoleName[] = ['source', 'middle', 'final'];

/** Ledgers: what was done, in the order in which it was, without a constraint that would hide a second time. */
const tables: Readonly<Record<RoleName, string>> = {
  source: `create table counter (key text primary key, seq int not null);
    create table change (pos bigint generated always as identity, key text, seq int, event_id text,
      at timestamptz default clock_timestamp())`,
  middle: effectTable(),
  final: effectTable(),
};

function effectTable(): string {
  return `create table effect (pos bigint generated always as identity, key text, seq int, event_id text,
    sent_id text, pid int, at timestamptz default clock_timestamp());
    create table contended (id int primary key, times int not null default 0);
    insert into contended (id) values (1), (2)`;
}

export async function createPipelineDatabases(postgres: PostgresEngine, run: string): Promise<PipelineDatabases> {
  const nameOf = (role: RoleName): string => `${run.replaceAll(/\W/g, '_')}_${role}`.toLowerCase();
  const urls = new Map<RoleName, string>();
  for (const role of roles) {
    urls.set(role, await postgres.createDatabase(nameOf(role)));
    await postgres.query(nameOf(role), tables[role]);
  }
  const query: PipelineDatabases['query'] = (role, text, parameters) => postgres.query(nameOf(role), text, parameters);
  return {
    url: (role) => urls.get(role) ?? '',
    direct: (role) => postgres.url(nameOf(role)),
    changes: () => query<Change>('source', 'select key, seq, event_id as "eventId" from change order by pos'),
    effects: (role) =>
      query<Effect>(role, 'select key, seq, event_id as "eventId", sent_id as "sentId" from effect order by pos'),
    async count(role, table) {
      const [row] = await query<{ n: number }>(role, `select count(*)::int as n from ${table}`);
      return row?.n ?? 0;
    },
    query,
    async drop() {
      for (const role of roles) await postgres.dropDatabase(nameOf(role));
    },
  };
}
