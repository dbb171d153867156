import type { NetworkFaults } from '../proxy/tcp-proxy.ts';
import type { FaultCase } from './fault-case.ts';

const slow = { delay: { mean: 200, jitter: 100 }, loss: 0.01 };

/** Everything is far away, and now and then something gets lost. */
export const f32Slow: FaultCase = {
  id: 'F32 slow',
  title: 'network of 200 ms ± 100 ms each way with 1 % loss, to broker and database',
  alone: true,
  load: { rate: 40 },
  async disturb(stage) {
    const { kafka, postgres } = stage.engines;
    for (const proxy of [postgres.proxy, ...kafka.brokers.map((broker) => broker.proxy)]) {
      proxy.impose({ up: slow, down: slow });
      stage.fault('network slow and lossy');
    }
    await stage.wait(1_000);
    while (stage.lasts()) await stage.wait(50);
  },
};

/** One direction passes, the other one does not, to the broker or the database; nobody is told. */
export const f32OneWay: FaultCase = {
  id: 'F32 one way',
  title: 'one-way partition, to broker or database, either way',
  alone: true,
  async disturb(stage) {
    const { random, engines } = stage;
    const faults: readonly [NetworkFaults, ...NetworkFaults[]] = [{ up: { drop: true } }, { down: { drop: true } }];
    do {
      await stage.wait(random.between(200, 800));
      const proxy = random.pick([engines.postgres.proxy, engines.kafka.brokers[0].proxy]);
      const imposed = random.pick(faults);
      proxy.impose(imposed);
      const where = proxy === engines.postgres.proxy ? 'PostgreSQL' : 'Kafka';
      stage.fault(`nothing passes ${imposed.up === undefined ? 'from' : 'to'} ${where}`);
      await stage.wait(random.between(500, 3_000));
      proxy.heal();
    } while (stage.lasts() || stage.faults < 2);
  },
};
