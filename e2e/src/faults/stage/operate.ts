import type { Database } from '@eventwright/runtime';
import { connectPostgres } from '@eventwright/runtime/postgres';
import type { RoleName } from './pipeline-databases.ts';
import type { Stage } from './stage.ts';

/** Does what an operator does with the tables of delivery, over the direct way. */
export async function operate<T>(
  { databases }: Stage,
  role: RoleName,
  action: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await connectPostgres({ url: databases.direct(role) });
  return action(database).finally(() => database.close());
}
