import type { FaultCase } from './fault-case.ts';

/** Members come and go, so partitions change hands all the time, in the middle of batches. */
export const f11: FaultCase = {
  id: 'F11',
  title: 'rebalance storm: members join, leave and are killed every second',
  async disturb(stage) {
    const { random } = stage;
    do {
      const role = random.pick(['middle', 'final'] as const);
      const members = stage.running(role);
      if (members.length < 3 && random.chance(0.6)) {
        const joined = await stage.start(role);
        stage.fault(`${joined.name} joined`);
      } else if (members.length > 1) {
        const leaving = members[random.between(0, members.length - 1)];
        const killed = random.chance(0.3);
        await (killed ? leaving?.kill() : leaving?.terminate());
        stage.fault(`${leaving?.name} ${killed ? 'was killed' : 'left'}`);
      }
      await stage.wait(random.between(100, 1_500));
    } while (stage.lasts() || stage.faults < 5);
  },
};
