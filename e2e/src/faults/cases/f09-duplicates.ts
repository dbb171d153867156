import { readAgain } from '../stage/read-again.ts';
import { readTopic } from '../stage/read-topic.ts';
import { republish } from '../stage/republish.ts';
import type { FaultCase } from './fault-case.ts';

/** The same event comes again: under new offsets, since it is published once more, and under its old ones, after a reset. */
export const f9: FaultCase = {
  id: 'F9',
  title: 'duplicates: records published again, a group reset to offsets that it has handled',
  allowed: { resets: true },
  async disturb(stage) {
    const { engines, contract, random } = stage;
    const { topic } = contract.started;
    do {
      await stage.wait(random.between(800, 1_500));
      const records = await readTopic(engines.kafka, topic);
      const again = records.filter(() => random.chance(0.3));
      await republish(engines.kafka, again);
      stage.fault(`${again.length} records published again`);
      await readAgain(stage, 'middle');
      stage.fault('group reset by up to 1,000 per partition');
    } while (stage.lasts());
  },
  async check(_, { topics: [started], members }) {
    const repeated = (started?.eventIds.length ?? 0) - new Set(started?.eventIds).size;
    const skipped = members.reduce((sum, { accounting }) => sum + (accounting.at(-1)?.deduplicated ?? 0), 0);
    return skipped >= repeated && repeated > 0 ? [] : [`${repeated} records came again, ${skipped} were skipped`];
  },
};
