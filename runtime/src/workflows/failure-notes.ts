import type { Logger } from '../core/client.ts';
import type { Database } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import type { AnyInput } from './any-workflow.ts';
import type { InstanceKey } from './instance-rows.ts';

/** Remembers with an instance that it could not decide on an input, for `list` and `show`. */
export interface FailureNotes {
  /**
   * Costs the caller nothing: written once the transaction of the failure is over, which would take it back. The next
   * input that goes well deletes it.
   */
  failed(failure: InstanceKey & { readonly input: AnyInput; readonly error: unknown }): void;
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

type Failure = Parameters<FailureNotes['failed']>[0];

/** As many wait to be written at the most; the inputs of others come again. */
const room = 1_000;

export function failureNotes(database: Database, log: Logger): FailureNotes {
  const waiting: Failure[] = [];
  let open = true;
  let added = Promise.withResolvers<void>();
  // Begins here and not where something fails, which is within a transaction.
  const run = async (): Promise<void> => {
    while (open || waiting.length > 0) {
      await added.promise;
      added = Promise.withResolvers<void>();
      for (const failure of waiting.splice(0)) await write(database, failure).catch(unwritten(failure));
    }
  };
  const unwritten =
    ({ workflow, key }: Failure) =>
    (error: unknown): void =>
      log.warn({ workflow, key, err: error }, 'a failure was not written down');
  const running = run();
  return {
    failed: (failure) => {
      if (isOfDatabase(failure.error) || waiting.length >= room) return;
      waiting.push(failure);
      added.resolve();
    },
    close: async () => {
      open = false;
      added.resolve();
      await running;
    },
  };
}

async function write(database: Database, { workflow, key, input, error }: Failure): Promise<void> {
  await database.transaction((tx) =>
    tx.query(
      `update eventwright_workflow
       set error = $3, failed_input = $4, failed_event = $5, failing_since = coalesce(failing_since, clock_timestamp())
       where workflow = $1 and key = $2`,
      [workflow, key, errorText(error), input.name, input.kind === 'event' ? input.id : null],
    ),
  );
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
