export type { Database, Row, Sql, SqlParameter } from '../core/database.ts';
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
} from '../database/columns.ts';
export { type Migration, migrate } from '../database/migrate.ts';
export { connectPostgres, type PostgresOptions } from './connect-postgres.ts';
export { type OpenDatabaseOptions, openDatabase } from './open-database.ts';
export { openPglite, type Pglite, type PgliteOptions } from './open-pglite.ts';
