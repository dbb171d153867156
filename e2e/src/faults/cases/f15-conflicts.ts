import type { Stage } from '../stage/stage.ts';
import type { FaultCase } from './fault-case.ts';

const contending = ['middle', 'final'] as const;

/** Milliseconds in which the database has to have ended one of two. */
const patience = 30_000;

/** Handlers lock the same rows in opposite orders: the database ends one of two. */
export const f15Deadlocks: FaultCase = {
  id: 'F15 deadlocks',
  title: 'deadlocks between handlers',
  async disturb(stage) {
    const until = performance.now() + patience;
    for (const role of contending) stage.one(role).behave({ contend: 0.5 });
    while ((stage.lasts() || (await deadlocks(stage)) === 0) && performance.now() < until) await stage.wait(200);
    for (const role of contending) stage.one(role).behave({});
    const count = await deadlocks(stage);
    if (count === 0) throw new Error('there was no deadlock, so nothing was shown');
    stage.fault(`handlers ended by the database: ${count}`);
  },
};

async function deadlocks({ databases }: Stage): Promise<number> {
  const counts = contending.map(async (role) => {
    const [row] = await databases.query<{ deadlocks: string }>(
      role,
      'select deadlocks from pg_stat_database where datname = current_database()',
    );
    return Number(row?.deadlocks);
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** One connection for handlers and relay together. */
export const f15Pool: FaultCase = {
  id: 'F15 pool',
  title: 'connection pool of one',
  consumers: 0,
  async disturb(stage) {
    // The relay has to wait for its turn behind all the handlers, and its leases have to last until then.
    const narrow = { poolSize: 1, leaseTime: 10_000 };
    await Promise.all([stage.start('middle', narrow), stage.start('final', narrow)]);
    stage.fault('middle with a pool of one');
    stage.fault('final with a pool of one');
    while (stage.lasts()) await stage.wait(50);
  },
};
