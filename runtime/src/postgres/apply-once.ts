import type { Sql } from '../core/database.ts';
import type { Migration } from '../database/migrate.ts';

/** A value that JSON keeps as it is. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Makes the table of `applyOnce`. Put it before the migrations of the service. */
export const appliedOnceMigration: Migration = {
  id: 'eventwright-handled-event-1',
  sql: `
    create table handled_event (
      consumer text not null,
      event_id text not null,
      outcome jsonb,
      at timestamptz not null default now(),
      primary key (consumer, event_id)
    )`,
};

/**
 * Runs the work once for an event, in the transaction at hand, and remembers its outcome in the same transaction; for
 * an event that was handled before it returns that outcome and runs nothing. Of two deliveries at the same time the
 * second waits for the first: it gets its outcome, or runs the work itself where the first was rolled back.
 */
export async function applyOnce<Outcome extends Json>(
  tx: Sql,
  { consumer, eventId }: { readonly consumer: string; readonly eventId: string },
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const inserted = await tx.query(
    'insert into handled_event (consumer, event_id) values ($1, $2) on conflict do nothing returning event_id',
    [consumer, eventId],
  );
  if (inserted.length === 0) {
    const [handled] = await tx.query('select outcome from handled_event where consumer = $1 and event_id = $2', [
      consumer,
      eventId,
    ]);
    if (handled === undefined)
      throw new Error(`The record of event ${eventId} was deleted meanwhile; deliver it again.`);
    // The outcome of the same work for the same event, stored below: `Json` makes sure that it comes back as it went.
    return handled['outcome'] as Outcome;
  }
  const outcome = await work();
  await tx.query('update handled_event set outcome = $3 where consumer = $1 and event_id = $2', [
    consumer,
    eventId,
    JSON.stringify(outcome),
  ]);
  return outcome;
}
