import { groupOf } from '../workload/contract.ts';
import type { Stage } from './stage.ts';

/** Sets the group of the middle back by up to 1,000 records in each partition, while no member of it works. */
export async function readAgain(stage: Stage, role: 'middle'): Promise<void> {
  const { engines, contract, run } = stage;
  const { topic } = contract.started;
  const groupId = groupOf(run, role);
  await Promise.all(stage.running(role).map((member) => member.terminate()));
  await engines.kafka.administrate(async (admin) => {
    const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
    const partitions = (committed?.partitions ?? []).map(({ partition, offset }) => {
      return { partition, offset: String(Math.max(0, Number(offset) - 1_000)) };
    });
    await admin.setOffsets({ groupId, topic, partitions });
  });
  await stage.start(role);
}
