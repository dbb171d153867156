import type { FaultCase } from './fault-case.ts';

/** The database is killed again and again, and comes back. Nothing may die of it. */
export const f13: FaultCase = {
  id: 'F13',
  title: 'PostgreSQL SIGKILLed and restarted under load',
  alone: true,
  async disturb(stage) {
    const { postgres } = stage.engines;
    do {
      await stage.wait(stage.random.between(500, 1_500));
      await postgres.kill();
      stage.fault('PostgreSQL killed');
      await stage.wait(stage.random.between(0, 2_000));
      await postgres.start();
    } while (stage.lasts());
  },
};
