import { apiKeys, withoutAnswers } from '../proxy/kafka-frames.ts';
import { goesOn } from '../stage/goes-on.ts';
import type { Stage } from '../stage/stage.ts';
import { until } from '../stage/until.ts';
import type { FaultCase } from './fault-case.ts';

/** Heartbeats are answered, fetches are not: the consumer is a member in good standing and gets nothing. */
export const f27: FaultCase = {
  id: 'F27',
  title: 'silent stall: heartbeats are answered, fetches never',
  alone: true,
  consumers: 0,
  async disturb(stage) {
    const stallTimeout = 2_000;
    await Promise.all([stage.start('middle', { stallTimeout }), stage.start('final', { stallTimeout })]);
    await stage.wait(500);
    do await fallSilent(stage);
    while (stage.lasts());
  },
};

/** Shorter than it takes until a consumer that is replaced again and again gives up, and its process ends. */
const silence = 4_000;

async function fallSilent(stage: Stage): Promise<void> {
  const [{ proxy }] = stage.engines.kafka.brokers;
  let silent = 0;
  proxy.inspect(withoutAnswers(apiKeys.fetch, () => silent++));
  proxy.cut();
  stage.fault('answers to fetches are dropped');
  await until(async () => silent > 0, { patience: 60_000, what: 'an answer to a fetch is dropped' });
  await stage.wait(silence);
  // What waits for an answer goes on to wait: connections stay open.
  proxy.inspect(undefined);
  // A client that is left to itself would notice after the 30 seconds that a request may take.
  await goesOn(stage, 'middle', 20_000);
}
