import type { FaultCase } from './fault-case.ts';

/** Consumers meet a backlog of large records, with slow handlers: memory stays bounded. */
export const f30: FaultCase = {
  id: 'F30',
  title: 'backlog of large records met by slow handlers',
  consumers: 0,
  load: { padding: 10_000, rate: 600 },
  // Of which Node itself takes a hundred.
  allowed: { memory: 350 },
  async disturb(stage) {
    while (stage.lasts()) await stage.wait(100);
    await stage.one('source').finish();
    await Promise.all([
      stage.start('middle', { behaviour: { delay: 20 } }),
      stage.start('final', { behaviour: { delay: 20 } }),
    ]);
    stage.fault('middle meets the backlog');
    stage.fault('final meets the backlog');
  },
};
