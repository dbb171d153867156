import type { Database } from '@eventwright/runtime';
import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';

/** Works with a service's database, where keys are held and refused records are kept. */
export async function withServiceDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const { connectPostgres } = await import('@eventwright/runtime/postgres');
  const failed = (error: unknown): never => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(exitCode.environment, reason, {
      help: 'Give --database the URL of the database of a service that runs with delivery.',
      cause: error,
    });
  };
  const database = await connectPostgres({ url, poolSize: 2 }).catch(failed);
  try {
    return await work(database).catch(failed);
  } finally {
    await database.close();
  }
}
