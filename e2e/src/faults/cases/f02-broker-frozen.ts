import type { FaultCase } from './fault-case.ts';

/** The broker stands still with all its connections open: nobody is told. Longer than sessions and publishes may take. */
export const f2: FaultCase = {
  id: 'F2',
  title: 'broker SIGSTOPped: half-open connections, no answer to anything',
  alone: true,
  async disturb(stage) {
    const [{ node }] = stage.engines.kafka.brokers;
    do {
      await stage.wait(stage.random.between(500, 1_500));
      if (node.pid === undefined) throw new Error('the broker does not run');
      process.kill(node.pid, 'SIGSTOP');
      stage.fault('broker frozen');
      await stage.wait(stage.settings.duration > 60_000 ? 60_000 : stage.random.between(6_000, 8_000));
      process.kill(node.pid, 'SIGCONT');
    } while (stage.lasts());
  },
};
