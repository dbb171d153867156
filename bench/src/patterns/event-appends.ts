import type { Sql } from '@eventwright/runtime';
import { openEventStore } from '@eventwright/runtime/event-store';
import { connectPostgres } from '@eventwright/runtime/postgres';
import { openMemoryRegistry } from '@eventwright/runtime/registry';
import { paymentAuthorized } from '@shop/contracts/messages/payment-authorized';
import { build } from '@shop/contracts/testing';
import type { Figure } from '../runtime/figures.ts';

const rounds = 6;
const perRound = 500;
const writers = 4;

/**
 * Appends of one event to a stream of its own, each in a transaction, against the insert of the same row, made of the same
 * value, into a table of the same columns and indexes, by turns.
 */
export async function eventAppends(postgresUrl: string): Promise<readonly Figure[]> {
  const database = await connectPostgres({ url: postgresUrl, schema: 'event_appends', poolSize: writers });
  try {
    const store = await openEventStore({ database, events: { paymentAuthorized } });
    await database.transaction((tx) =>
      tx.execute('create table by_hand (like eventwright_event including all excluding identity)'),
    );
    const { value } = build.paymentAuthorized();
    const append = (tx: Sql): Promise<unknown> =>
      store.append(tx, crypto.randomUUID(), [{ name: 'paymentAuthorized', value }], { expected: 'none' });
    const writer = await openMemoryRegistry([
      { subject: 'bench', schema: paymentAuthorized.value, compatibility: 'NONE' },
    ]).writer('bench', paymentAuthorized.value);
    let pos = 0;
    const insert = async (tx: Sql): Promise<unknown> => {
      pos += 1;
      const bytes = await writer.encode(value);
      return tx.query(
        `insert into by_hand (stream, version, tx, pos, event_id, type, value, time, correlation_id, causation_id)
         values ($1, 1, pg_current_xact_id(), $2, $3, $4, $5, $6, $7, null)`,
        [crypto.randomUUID(), pos, crypto.randomUUID(), paymentAuthorized.type, bytes, new Date(), crypto.randomUUID()],
      );
    };
    const timed = async (work: (tx: Sql) => Promise<unknown>): Promise<number> => {
      const started = performance.now();
      const write = async (): Promise<void> => {
        for (let count = 0; count < perRound / writers; count += 1) await database.transaction(work);
      };
      await Promise.all(Array.from({ length: writers }, write));
      return performance.now() - started;
    };
    let [ours, byHand] = [0, 0];
    await timed(append);
    await timed(insert);
    for (let round = 0; round < rounds; round += 1) {
      byHand += await timed(insert);
      ours += await timed(append);
    }
    const perSecond = (milliseconds: number): number => (rounds * perRound * 1_000) / milliseconds;
    const peer = { name: 'the same insert by hand', value: perSecond(byHand) };
    return [{ what: 'appends to the event store', ours: perSecond(ours), unit: '/s', peer, target: { ratio: 0.7 } }];
  } finally {
    await database.close();
  }
}
