import type { FaultCase } from './fault-case.ts';

/** Nobody reads what processes say, or the reader goes away. */
export const f36: FaultCase = {
  id: 'F36',
  title: 'log pipe full, log pipe closed',
  consumers: 0,
  async disturb(stage) {
    await Promise.all([
      stage.start('middle', { behaviour: { talk: 2_000 } }, 'unread'),
      stage.start('final', { behaviour: { talk: 2_000 } }, 'closed'),
    ]);
    stage.fault('nobody reads the log of middle');
    stage.fault('the reader of the log of final went away');
    while (stage.lasts()) await stage.wait(50);
  },
};
