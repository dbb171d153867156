import type { Stage } from '../stage/stage.ts';
import { groupOf } from '../workload/contract.ts';
import type { FaultCase } from './fault-case.ts';

/** Retention passes the position of a group that is away: it must not go on in silence. */
export const f25: FaultCase = {
  id: 'F25',
  title: 'retention passed the position of a group: it halts and says what is missing',
  // An operator looks at the gap and says where to go on; what was deleted is lost, and known to be.
  allowed: { lost: true, resets: true },
  async disturb(stage) {
    const { engines, contract, run } = stage;
    const { topic } = contract.started;
    await stage.wait(1_000);
    await stage.one('middle').terminate();
    await stage.wait(1_500);
    const starts = await engines.kafka.administrate(async (admin) => {
      const ends = await admin.fetchTopicOffsets(topic);
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
      await admin.deleteTopicRecords({ topic, partitions });
      return partitions;
    });
    stage.fault('everything that the group had not handled was deleted');
    await expectHalt(stage, topic);
    await engines.kafka.administrate((admin) =>
      admin.setOffsets({ groupId: groupOf(run, 'middle'), topic, partitions: starts }),
    );
    await stage.start('middle');
    while (stage.lasts()) await stage.wait(50);
  },
  async check(_, { changes, stages: [middle], topics: [started] }) {
    const handled = new Set(middle?.effects.map(({ eventId }) => eventId));
    const there = new Set(started?.eventIds);
    const skipped = changes.filter(({ eventId }) => there.has(eventId) && !handled.has(eventId));
    return skipped.length === 0 ? [] : [`${skipped.length} events were skipped that had not been deleted`];
  },
};

async function expectHalt(stage: Stage, topic: string): Promise<void> {
  const message = await stage.start('middle').then(
    () => 'it started',
    (error: unknown) => String(error),
  );
  if (!message.includes('OFFSET_OUT_OF_RANGE') || !message.includes(topic)) {
    throw new Error(`a group whose position is lost did not halt: ${message.slice(-500)}`);
  }
}
