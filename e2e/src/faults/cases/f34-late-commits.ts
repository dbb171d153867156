import type { FaultCase } from './fault-case.ts';

/** Transactions that got their place in the outbox first commit last: a cursor that passes them would lose their events. */
export const f34: FaultCase = {
  id: 'F34',
  title: 'transactions commit in another order than that of their rows in the outbox',
  alone: true,
  async disturb(stage) {
    const { random, engines } = stage;
    const { proxy } = engines.postgres;
    proxy.inspect((direction, chunk) => {
      if (direction !== 'up' || !chunk.includes('commit\0') || !random.chance(0.02)) return 'pass';
      stage.fault('a COMMIT held up');
      return random.between(500, 3_000);
    });
    while (stage.lasts() || stage.faults === 0) await stage.wait(50);
    proxy.inspect(undefined);
  },
};
