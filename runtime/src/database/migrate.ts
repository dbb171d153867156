import { createHash } from 'node:crypto';
import type { Database, Sql } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { booleanOf, textOf } from './columns.ts';
import { lockDefinitions } from './lock-definitions.ts';

/** A step in the making of a database. Once applied anywhere, neither its id nor its text changes. */
export interface Migration {
  readonly id: string;
  /** Statements, separated by semicolons. */
  readonly sql: string;
}

/** A migration may rewrite a large table, and instances that start with it wait for it. In milliseconds. */
const statementTimeout = 3_600_000;

/**
 * Applies the migrations that the database has not seen, in their order, each in a transaction of its own. Rejects with
 * `CONFIGURATION_INVALID` where one fails, which leaves those before it, or where an applied one has changed since.
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<void> {
  checkIds(migrations);
  // Nobody waits for anybody where there is nothing to do, which is so at nearly every start.
  const seen = await database.transaction(readWhereThere);
  if (migrations.every((migration) => isApplied(migration, seen))) return;
  const applied = await database.transaction(readApplied, { statementTimeout });
  for (const migration of migrations) {
    if (isApplied(migration, applied)) continue;
    await database.transaction((tx) => apply(tx, migration), { statementTimeout });
  }
}

function checkIds(migrations: readonly Migration[]): void {
  const ids = migrations.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw invalid(`Two migrations have the id ${twice}. Give each an id of its own.`);
}

async function readWhereThere(tx: Sql): Promise<ReadonlyMap<string, string>> {
  const [found = {}] = await tx.query("select to_regclass('applied_migration') is not null as is_there");
  return booleanOf(found, 'is_there') ? readRows(tx) : new Map();
}

async function readApplied(tx: Sql): Promise<ReadonlyMap<string, string>> {
  await lockDefinitions(tx);
  await tx.execute(`
    create table if not exists applied_migration (
      id text primary key,
      checksum text not null,
      at timestamptz not null default now()
    )`);
  return readRows(tx);
}

async function readRows(tx: Sql): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query('select id, checksum from applied_migration');
  return new Map(rows.map((row) => [textOf(row, 'id'), textOf(row, 'checksum')]));
}

function isApplied(migration: Migration, applied: ReadonlyMap<string, string>): boolean {
  const checksum = applied.get(migration.id);
  if (checksum === undefined) return false;
  if (checksum === checksumOf(migration)) return true;
  throw invalid(
    `Migration ${migration.id} was applied with another text than it has now. Put its text back, and make the change in a new migration.`,
  );
}

/** Looks again once it has the lock: another instance may have been faster. */
async function apply(tx: Sql, migration: Migration): Promise<void> {
  if (isApplied(migration, await readApplied(tx))) return;
  try {
    await tx.execute(migration.sql);
  } catch (error) {
    if (RuntimeError.is(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(`Migration ${migration.id} failed and was rolled back: ${reason}.`, error);
  }
  await tx.query('insert into applied_migration (id, checksum) values ($1, $2)', [migration.id, checksumOf(migration)]);
}

function checksumOf({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex');
}

function invalid(message: string, cause?: unknown): RuntimeError {
  return new RuntimeError('CONFIGURATION_INVALID', message, { cause });
}
