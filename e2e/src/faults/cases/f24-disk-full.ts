import type { FaultCase } from './fault-case.ts';

/** The database's disk is full, and the server may even end of it; there is room again later. */
export const f24: FaultCase = {
  id: 'F24',
  title: 'disk of PostgreSQL full, then room again',
  alone: true,
  disk: 'small',
  async disturb(stage) {
    const { postgres } = stage.engines;
    do {
      await stage.wait(stage.random.between(500, 1_000));
      await postgres.fillDisk();
      stage.fault('disk of PostgreSQL full');
      await stage.wait(stage.random.between(2_000, 4_000));
      await stage.engines.heal();
    } while (stage.lasts());
  },
};
