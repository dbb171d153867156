import { Client } from 'pg';
import type { Stage } from '../stage/stage.ts';
import type { FaultCase } from './fault-case.ts';

/** Milliseconds in which an event has its effect although a transaction stays open. */
const patience = 45_000;

/** A transaction that nobody ends keeps what was deleted from being cleaned up, and must not keep events back. */
export const f33: FaultCase = {
  id: 'F33',
  title: 'idle REPEATABLE READ transaction, with and without a number, for the whole run',
  async disturb(stage) {
    const held = await Promise.all(
      (['source', 'middle'] as const).map(async (role) => {
        const client = new Client({ connectionString: stage.databases.direct(role) });
        client.on('error', () => undefined);
        await client.connect();
        await client.query('begin isolation level repeatable read; select count(*) from eventwright_outbox');
        if (stage.random.chance(0.5)) await client.query('select pg_current_xact_id()');
        stage.fault(`a transaction left open in the database of the ${role}`);
        return client;
      }),
    );
    while (stage.lasts()) await stage.wait(50);
    try {
      await flows(stage);
    } finally {
      await Promise.all(held.map((client) => client.end()));
    }
  },
};

/** What is changed by now has its effects while the transactions are still open. */
async function flows({ databases, wait }: Stage): Promise<void> {
  const changed = await databases.query<{ id: string }>('source', 'select event_id as id from change');
  for (const deadline = performance.now() + patience; ; await wait(200)) {
    const handled = await databases.query<{ id: string }>('middle', 'select event_id as id from effect');
    const ids = new Set(handled.map(({ id }) => id));
    const missing = changed.filter(({ id }) => !ids.has(id));
    if (missing.length === 0) return;
    if (performance.now() > deadline) throw new Error(`${missing.length} events wait for the end of a transaction`);
  }
}
