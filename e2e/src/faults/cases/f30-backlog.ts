import type { History, MemberHistory } from '../history/history.ts';
import type { FaultCase } from './fault-case.ts';

/** Records of the backlog: at 170 KB on average twice of what a consumer may keep in memory. */
const backlog = 400;

/** So much of what JavaScript objects take may be garbage that has not been looked for, in bytes. */
const garbage = 60 * 1_048_576;

/** Consumers meet a backlog of large records, with slow handlers: memory stays bounded. */
export const f30: FaultCase = {
  id: 'F30',
  title: 'backlog of records of 45 and 900 KB met by slow handlers',
  consumers: 0,
  load: { padding: 45_000, large: 0.15, rate: 600 },
  // Of which Node itself takes a hundred. What is in flight is there as read, as decoded, as encoded and as a parameter.
  allowed: { memory: 512 },
  async disturb(stage) {
    const waiting = (): Promise<number> => stage.databases.count('source', 'change');
    for (const deadline = performance.now() + 90_000; performance.now() < deadline; await stage.wait(100)) {
      if ((await waiting()) >= backlog) break;
    }
    await stage.one('source').finish();
    const count = await waiting();
    if (count < backlog) throw new Error(`${count} records are no backlog`);
    await Promise.all([
      stage.start('middle', { behaviour: { delay: 20 } }),
      stage.start('final', { behaviour: { delay: 20 } }),
    ]);
    stage.fault(`middle meets a backlog of ${count}`);
    stage.fault(`final meets a backlog of ${count}`);
  },
  check: async (_, history) => growing(history),
};

/** Processes whose objects take more and more, however much was handled. */
function growing({ members }: History): readonly string[] {
  return members
    .filter(({ name }) => !name.startsWith('source'))
    .flatMap((member) => {
      const [early, late] = floors(member);
      return late > early + garbage ? [`${member.name}: its heap grew from ${early} to ${late} bytes`] : [];
    });
}

/** What is left after garbage collection, in the second and in the last third of its time. */
function floors({ heap }: MemberHistory): readonly [number, number] {
  const third = Math.floor(heap.length / 3);
  if (third === 0) return [0, 0];
  return [Math.min(...heap.slice(third, 2 * third)), Math.min(...heap.slice(-third))];
}
