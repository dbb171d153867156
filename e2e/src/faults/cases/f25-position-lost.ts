import { forgetTopic } from '@eventwright/runtime/delivery';
import { createTopics } from '../engines/kafka-engine.ts';
import type { Member } from '../stage/member-process.ts';
import { operate } from '../stage/operate.ts';
import { eventIdOf, readTopic } from '../stage/read-topic.ts';
import type { Stage } from '../stage/stage.ts';
import { until } from '../stage/until.ts';
import { groupOf } from '../workload/contract.ts';
import type { FaultCase } from './fault-case.ts';

/** Milliseconds, for what takes a client at most a minute. */
const patience = 90_000;

/** Retention passes the position of a group that is away: it must not go on in silence. */
export const f25Retention: FaultCase = {
  id: 'F25 retention',
  title: 'retention passed the position of a group: it halts and says what is missing',
  // An operator looks at the gap and says where to go on.
  allowed: { resets: true },
  async disturb(stage) {
    const { engines, contract } = stage;
    const { topic } = contract.started;
    // A group that has not committed has no position to lose.
    await until(() => hasCommitted(stage), { patience, what: 'the group has committed in every partition' });
    await stage.one('middle').terminate();
    const handled = await stage.databases.count('middle', 'effect');
    let records = await readTopic(engines.kafka, topic);
    const grown = async (): Promise<boolean> => {
      records = await readTopic(engines.kafka, topic);
      return records.length > handled + 50;
    };
    await until(grown, { patience, what: 'records that the group has not handled' });
    const ends = new Map(records.map(({ partition, offset }) => [partition, String(offset + 1n)]));
    const partitions = [...ends].map(([partition, offset]) => ({ partition, offset }));
    stage.destroy(records.map(eventIdOf));
    await engines.kafka.administrate(async (admin) => {
      // kafkajs deletes only from topics that it has heard of.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions });
    });
    stage.fault('everything that the group had not handled was deleted');
    await expectHalt(stage);
    await goOnAt(stage, partitions);
    await stage.start('middle');
    while (stage.lasts()) await stage.wait(50);
  },
  check: async ({ destroyed }, { changes, stages: [middle] }) => {
    const handled = new Set(middle?.effects.map(({ eventId }) => eventId));
    const gone = changes.filter(({ eventId }) => destroyed.has(eventId) && !handled.has(eventId));
    return gone.length > 0 ? [] : ['nothing was deleted that was not handled, so nothing was shown'];
  },
};

/** Offsets begin at 0 again under a group at work: new events must not pass for those that were handled. */
export const f25Anew: FaultCase = {
  id: 'F25 anew',
  title: 'topic deleted and made anew: the group halts, also when it is started again, until it is told to forget',
  // Who halts ends with 1.
  allowed: { resets: true, exits: [1] },
  async disturb(stage) {
    const { engines, contract, run } = stage;
    const { topic } = contract.started;
    const middle = stage.one('middle');
    await stage.wait(1_500);
    // What is published from here on would be gone with the topic, and nobody could say what it was.
    await stage.one('source').finish();
    await stage.one('source').terminate();
    stage.destroy((await readTopic(engines.kafka, topic)).map(eventIdOf));
    await engines.kafka.administrate((admin) => admin.deleteTopics({ topics: [topic] }));
    await createAgain(stage);
    stage.fault(`${topic} made anew under its consumer`);
    await stage.start('source');
    await haltOf(stage, middle);
    await expectHalt(stage);
    await operate(stage, 'middle', (database) => forgetTopic(database, { consumer: groupOf(run, 'middle'), topic }));
    await goOnAt(
      stage,
      [0, 1, 2, 3].map((partition) => ({ partition, offset: '0' })),
    );
    await stage.start('middle');
    while (stage.lasts()) await stage.wait(50);
  },
};

/** Keys move to other partitions: consumers say so, and where senders wait as they are told, the order holds. */
export const f25Partitions: FaultCase = {
  id: 'F25 partitions',
  title: 'partitions added under a group at work: it says so, and reads them from their first record',
  async disturb(stage) {
    const { engines, contract, databases } = stage;
    const { topic } = contract.started;
    await stage.wait(1_000);
    await engines.kafka.administrate((admin) => admin.createPartitions({ topicPartitions: [{ topic, count: 8 }] }));
    stage.fault('8 partitions instead of 4');
    const noticed = async (): Promise<boolean> => (await stage.one('middle').says()).includes('PARTITIONS_ADDED');
    await until(noticed, { patience, what: 'the middle says that partitions were added' });
    // As the error says: the senders are stopped until the consumers have caught up.
    await stage.one('source').finish();
    await stage.one('source').terminate();
    const changed = await databases.count('source', 'change');
    const handled = async (): Promise<boolean> => (await databases.count('middle', 'effect')) === changed;
    await until(handled, { patience, what: 'the middle has caught up' });
    await stage.start('source');
    await stage.wait(2_000);
    while (stage.lasts()) await stage.wait(50);
  },
  async check({ engines, contract }) {
    const ends = await engines.kafka.administrate((admin) => admin.fetchTopicOffsets(contract.started.topic));
    const used = ends.some(({ partition, high }) => partition >= 4 && high !== '0');
    return used ? [] : ['no record is in the new partitions, so nothing was shown'];
  },
};

async function createAgain(stage: Stage): Promise<void> {
  // The deletion takes its time.
  for (let tries = 1; ; tries++) {
    const created = await createTopics(stage.engines.kafka.direct, stage.contract.topics).then(
      () => true,
      (error: unknown) => {
        if (tries === 50) throw error;
        return false;
      },
    );
    if (created) return;
    await stage.wait(200);
  }
}

async function hasCommitted({ engines, contract, run }: Stage): Promise<boolean> {
  const [committed] = await engines.kafka.administrate((admin) =>
    admin.fetchOffsets({ groupId: groupOf(run, 'middle'), topics: [contract.started.topic] }),
  );
  return committed?.partitions.every(({ offset }) => Number(offset) > 0) ?? false;
}

/** As an operator: the group goes on there. */
async function goOnAt(
  { engines, contract, run }: Stage,
  partitions: readonly { readonly partition: number; readonly offset: string }[],
): Promise<void> {
  const { topic } = contract.started;
  const groupId = groupOf(run, 'middle');
  await engines.kafka.administrate((admin) => admin.setOffsets({ groupId, topic, partitions: [...partitions] }));
}

/** Another middle halts, at its start or with its first records. */
async function expectHalt(stage: Stage): Promise<void> {
  const started = await stage.start('middle').catch((error: unknown) => {
    if (!says(stage, String(error))) throw error;
  });
  if (started !== undefined) await haltOf(stage, started);
}

async function haltOf(stage: Stage, member: Member): Promise<void> {
  await Promise.race([member.ended, stage.wait(60_000)]);
  if (member.running) throw new Error(`${member.name} goes on, though the log has another beginning`);
  const said = await member.says();
  if (!says(stage, said)) throw new Error(`${member.name} did not say why it halts: ${said.slice(-500)}`);
}

const says = ({ contract }: Stage, text: string): boolean =>
  text.includes('OFFSET_OUT_OF_RANGE') && text.includes(contract.started.topic);
