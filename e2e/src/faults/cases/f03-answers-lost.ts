import type { FaultCase } from './fault-case.ts';

/** Requests arrive and are carried out, answers do not come back: acknowledgements above all. */
export const f3: FaultCase = {
  id: 'F3',
  title: 'answers of the broker lost, requests carried out',
  alone: true,
  async disturb(stage) {
    const [{ proxy }] = stage.engines.kafka.brokers;
    do {
      await stage.wait(stage.random.between(200, 700));
      proxy.impose({ down: { drop: true } });
      stage.fault('answers of the broker dropped');
      await stage.wait(stage.random.between(50, 1_000));
      proxy.heal();
    } while (stage.lasts());
  },
};
