import { afterAll, beforeAll, expect } from 'vitest';
import type { Database } from '../../core/database.ts';

/** Something that has databases, each in a schema of its own. */
export interface DatabaseHost {
  database(schema: string): Promise<Database>;
  close(): Promise<void>;
}

/** A new, empty database for each call; those that were opened are closed with the tests of the file. */
export type OpenDatabase = () => Promise<Database>;

let schemas = 0;

export function useDatabases(prefix: string, openHost: () => Promise<DatabaseHost>): OpenDatabase {
  const at: { host?: DatabaseHost } = {};
  const opened: Database[] = [];
  beforeAll(async () => {
    at.host = await openHost();
  }, 60_000);
  afterAll(async () => {
    for (const database of opened) await database.close();
    await at.host?.close();
  });
  return async () => {
    schemas += 1;
    const host = at.host ?? expect.fail('the host is not open');
    const database = await host.database(`${prefix}_${process.pid}_${schemas}`);
    opened.push(database);
    return database;
  };
}
