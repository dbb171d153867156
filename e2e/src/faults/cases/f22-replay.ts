import type { StoredRecord } from '@eventwright/runtime';
import { eventIdOf, headerOf, readTopic } from '../stage/read-topic.ts';
import { republish } from '../stage/republish.ts';
import type { FaultCase } from './fault-case.ts';

const fatalKeys = ['key-2', 'key-3', 'key-4', 'key-5'];

/** Dead letters are replayed, twice, the first time only half of them, as by a program that is killed. */
export const f22: FaultCase = {
  id: 'F22',
  title: 'dead letters replayed: half, then all, then all again',
  // Fatal events let their followers pass, so what is replayed comes after them.
  allowed: { dead: (_, reason) => reason === 'fatal', unordered: fatalKeys },
  async disturb(stage) {
    const { engines, contract, random } = stage;
    const middle = stage.one('middle');
    middle.behave({ fail: { keys: fatalKeys, as: 'fatal' } });
    stage.fault(`events of ${fatalKeys.length} keys are fatal`);
    let letters: readonly StoredRecord[] = [];
    while (stage.lasts() || letters.length < 10) {
      await stage.wait(300);
      letters = await readTopic(engines.kafka, `${contract.started.topic}.dlt`);
    }
    middle.behave({});
    await stage.wait(1_000);
    letters = await readTopic(engines.kafka, `${contract.started.topic}.dlt`);
    const half = letters.filter(() => random.chance(0.5));
    for (const [turn, some] of [half, letters, letters].entries()) {
      await republish(
        engines.kafka,
        some.map((letter) => replayOf(letter, `replay-${turn}`)),
      );
      stage.fault(`${some.length} dead letters replayed`);
    }
  },
  async check(_, { changes, stages }) {
    return stages.flatMap(({ name, effects }) => {
      const missing = changes.length - effects.length;
      return missing === 0 ? [] : [`${name}: ${missing} changes are without effect after the replay`];
    });
  },
};

/** As `eventwright dead-letters redrive` publishes it. */
function replayOf(letter: StoredRecord, id: string): StoredRecord {
  const count = Number(headerOf(letter, 'dlq_replay_count') ?? '0') + 1;
  const headers = new Map([
    ...letter.headers,
    ['dlq_replay_count', Buffer.from(String(count))] as const,
    ['dlq_replay_id', Buffer.from(`${id}-${eventIdOf(letter)}`)] as const,
  ]);
  return { ...letter, topic: headerOf(letter, 'dlq_original_topic') ?? '', headers };
}
