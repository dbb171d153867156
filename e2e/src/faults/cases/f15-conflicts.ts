import type { FaultCase } from './fault-case.ts';

/** Handlers lock the same rows in opposite orders: the database ends one of two. */
export const f15Deadlocks: FaultCase = {
  id: 'F15 deadlocks',
  title: 'deadlocks between handlers',
  async disturb(stage) {
    for (const role of ['middle', 'final'] as const) stage.one(role).behave({ contend: 0.5 });
    stage.fault('every other handler asks for a deadlock');
    while (stage.lasts()) await stage.wait(50);
    for (const role of ['middle', 'final'] as const) stage.one(role).behave({});
  },
  async check({ databases }) {
    const [row] = await databases.query<{ deadlocks: string }>(
      'middle',
      'select deadlocks from pg_stat_database where datname = current_database()',
    );
    return Number(row?.deadlocks) > 0 ? [] : ['there was no deadlock, so nothing was shown'];
  },
};

/** One connection for handlers and relay together. */
export const f15Pool: FaultCase = {
  id: 'F15 pool',
  title: 'connection pool of one',
  consumers: 0,
  async disturb(stage) {
    await Promise.all([stage.start('middle', { poolSize: 1 }), stage.start('final', { poolSize: 1 })]);
    stage.fault('middle with a pool of one');
    stage.fault('final with a pool of one');
    while (stage.lasts()) await stage.wait(50);
  },
};
