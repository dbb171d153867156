import type { Logger } from '../core/client.ts';
import type { Database } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import type { InstanceKey } from './instance-rows.ts';

/** Remembers with an instance that it could not decide on an input, for `list` and `show`. */
export interface FailureNotes {
  /**
   * Costs the caller nothing: written once the transaction of the failure is over, which would take it back. The next
   * input that goes well deletes it.
   */
  failed(failure: InstanceKey & { readonly input: string; readonly error: unknown }): void;
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

export function failureNotes(database: Database, log: Logger): FailureNotes {
  const underWay = new Set<Promise<void>>();
  return {
    failed: ({ workflow, key, input, error }) => {
      if (isOfDatabase(error)) return;
      const writing = database
        .transaction(async (tx) => {
          await tx.query(
            `update eventwright_workflow
             set error = $3, failed_input = $4, failing_since = coalesce(failing_since, clock_timestamp())
             where workflow = $1 and key = $2`,
            [workflow, key, errorText(error), input],
          );
        })
        // The input comes again, and with it the note.
        .catch((unwritten: unknown) => log.warn({ workflow, key, err: unwritten }, 'a failure was not written down'))
        .finally(() => underWay.delete(writing));
      underWay.add(writing);
    },
    close: async () => {
      await Promise.all(underWay);
    },
  };
}

/** What is no matter of the instance. */
export function isOfDatabase(error: unknown): boolean {
  return RuntimeError.is(error, 'DATABASE_CONFLICT') || RuntimeError.is(error, 'DATABASE_UNAVAILABLE');
}

const longest = 1_000;

/** As a text column can hold it. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replaceAll('\0', '').slice(0, longest);
}
