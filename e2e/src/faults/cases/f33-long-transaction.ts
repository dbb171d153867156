import { Client } from 'pg';
import type { FaultCase } from './fault-case.ts';

/** A transaction that nobody ends keeps what was deleted from being cleaned up. */
export const f33: FaultCase = {
  id: 'F33',
  title: 'idle REPEATABLE READ transaction, with and without a number, for the whole run',
  async disturb(stage) {
    const held = await Promise.all(
      (['source', 'middle'] as const).map(async (role) => {
        const client = new Client({ connectionString: stage.databases.direct(role) });
        await client.connect();
        await client.query('begin isolation level repeatable read; select count(*) from eventwright_outbox');
        if (stage.random.chance(0.5)) await client.query('select pg_current_xact_id()');
        stage.fault(`a transaction left open in the database of the ${role}`);
        return client;
      }),
    );
    while (stage.lasts()) await stage.wait(50);
    await Promise.all(held.map((client) => client.end()));
  },
  async check({ databases }) {
    const changed = await databases.query<{ id: string; at: Date }>('source', 'select event_id as id, at from change');
    const handled = await databases.query<{ id: string; at: Date }>('middle', 'select event_id as id, at from effect');
    const times = new Map(handled.map(({ id, at }) => [id, at.getTime()]));
    const ages = changed
      .map(({ id, at }) => (times.get(id) ?? Number.POSITIVE_INFINITY) - at.getTime())
      .sort((a, b) => a - b);
    const p99 = ages[Math.floor(ages.length * 0.99)] ?? 0;
    return p99 < 2_000 ? [] : [`of a hundred events one took ${p99} ms or longer to its effect`];
  },
};
