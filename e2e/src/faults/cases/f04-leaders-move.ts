import type { FaultCase } from './fault-case.ts';

/** Brokers end and start one after the other, so leaders and coordinators move. */
export const f4: FaultCase = {
  id: 'F4',
  title: 'brokers restarted one by one: leaders and coordinators move',
  alone: true,
  nodes: 3,
  async disturb(stage) {
    const brokers = stage.engines.kafka.brokers;
    for (let turn = stage.random.between(0, 2); ; turn++) {
      const broker = brokers[turn % brokers.length];
      const kill = stage.random.chance(0.5);
      await (kill ? broker?.node.kill() : broker?.node.stop());
      stage.fault(`broker ${kill ? 'killed' : 'stopped'}`);
      await stage.wait(stage.random.between(500, 2_000));
      await broker?.node.start();
      await stage.wait(1_500);
      if (stage.faults >= 3 && !stage.lasts()) return;
    }
  },
};
