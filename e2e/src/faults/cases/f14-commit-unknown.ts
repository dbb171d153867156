import type { FaultCase } from './fault-case.ts';

/** The database commits, and its answer never comes: whether it has is for the inbox to say. */
export const f14: FaultCase = {
  id: 'F14',
  title: 'connection cut at the answer to COMMIT: outcome unknown',
  alone: true,
  async disturb(stage) {
    const { random, engines } = stage;
    const { proxy } = engines.postgres;
    const committing = new WeakSet<object>();
    proxy.inspect((direction, chunk, connection) => {
      if (direction === 'up') {
        if (chunk.includes('commit\0') && random.chance(0.03)) committing.add(connection);
        return 'pass';
      }
      if (!committing.delete(connection)) return 'pass';
      stage.fault('cut at the answer to COMMIT');
      return 'cut';
    });
    while (stage.lasts() || stage.faults === 0) await stage.wait(50);
    proxy.inspect(undefined);
  },
};
