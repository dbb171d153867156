export { appliedOnceMigration, applyOnce, type Json } from './apply-once.ts';
export {
  bigintOf,
  booleanOf,
  bytesOf,
  type ColumnReader,
  dateOf,
  integerOf,
  jsonOf,
  nullable,
  numberOf,
  textOf,
} from './columns.ts';
export { connectPostgres, type PostgresOptions } from './connect-postgres.ts';
export type { Database, Row, Sql, SqlParameter } from './database.ts';
export { type Migration, migrate } from './migrate.ts';
export { type OpenDatabaseOptions, openDatabase } from './open-database.ts';
export { openPglite, type Pglite, type PgliteOptions } from './open-pglite.ts';
