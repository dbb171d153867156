import { parentPort, workerData } from 'node:worker_threads';
import type { PGlite, QueryOptions } from '@electric-sql/pglite';
import type { Row } from '../core/database.ts';
import { columnParsers } from './column-types.ts';
import { createPglite } from './create-pglite.ts';

/*
 * The thread that PGlite runs in: a query keeps its thread busy until it is done, and on the main one that would be
 * heartbeats and requests that wait.
 */

/** What the thread is started with: where the data stays; undefined is in memory. */
export type PgliteData = string | undefined;

export interface PgliteRequest {
  readonly number: number;
  readonly task:
    | { readonly query: string; readonly parameters: readonly (string | null)[] }
    | { readonly script: string }
    | 'close';
}

export type PgliteReply = { readonly number: number } & (
  | { readonly rows: readonly Row[] }
  /** An error loses all but its name and message on its way between threads; `details` are the texts that it had. */
  | { readonly error: Error; readonly details: Readonly<Record<string, string>> }
);

const asText = (text: string): string => text;

/** Parameters are text already; the driver would take text for neither booleans nor bytes. */
const options: QueryOptions = {
  parsers: Object.fromEntries(columnParsers),
  serializers: Object.fromEntries([...columnParsers.keys()].map((oid) => [oid, asText])),
};

/** Requests run in the order in which they come, as the main thread waits for each. */
function serve(port: NonNullable<typeof parentPort>, opening: Promise<PGlite>): void {
  // Each request tells of it.
  opening.catch(() => undefined);
  port.on('message', async ({ number, task }: PgliteRequest) => {
    try {
      const rows = await run(await opening, task);
      port.postMessage({ number, rows } satisfies PgliteReply);
    } catch (error) {
      port.postMessage({ number, ...failure(error) } satisfies PgliteReply);
    }
  });
}

async function run(pglite: PGlite, task: PgliteRequest['task']): Promise<readonly Row[]> {
  if (task === 'close') await pglite.close();
  else if ('script' in task) await pglite.exec(task.script);
  else return (await pglite.query<Row>(task.query, [...task.parameters], options)).rows;
  return [];
}

function failure(error: unknown): { readonly error: Error; readonly details: Readonly<Record<string, string>> } {
  if (!(error instanceof Error)) return { error: new Error(String(error)), details: {} };
  const details = Object.entries(error).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { error, details: Object.fromEntries(details) };
}

// What the main thread starts this one with, in `start-pglite.ts`.
if (parentPort !== null) serve(parentPort, createPglite(workerData as PgliteData));
