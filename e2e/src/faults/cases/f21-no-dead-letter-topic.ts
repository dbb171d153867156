import { createTopics } from '../engines/kafka-engine.ts';
import type { FaultCase } from './fault-case.ts';

/** The dead letter topic is gone when something has to be buried: letters wait in the outbox, everything else flows. */
export const f21: FaultCase = {
  id: 'F21',
  title: 'dead letter topic missing when it is needed',
  allowed: { dead: (_, reason) => reason === 'fatal' },
  async disturb(stage) {
    const { engines, contract, databases } = stage;
    const topic = `${contract.started.topic}.dlt`;
    const letters = `eventwright_outbox where topic = '${topic}'`;
    await engines.kafka.administrate((admin) => admin.deleteTopics({ topics: [topic] }));
    stage.fault(`${topic} deleted`);
    const middle = stage.one('middle');
    middle.behave({ fail: { keys: ['key-2'], as: 'fatal' } });
    stage.fault('events of key-2 are fatal');
    let waiting = 0;
    while (stage.lasts() || waiting === 0) {
      await stage.wait(100);
      waiting = Math.max(waiting, await databases.count('middle', letters));
    }
    middle.behave({});
    await createTopics(engines.kafka.direct, contract.topics);
  },
  async check(_, { stages: [middle] }) {
    return (middle?.dead.length ?? 0) > 0 ? [] : ['nothing was buried, so nothing was shown'];
  },
};
