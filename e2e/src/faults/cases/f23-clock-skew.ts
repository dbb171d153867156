import type { FaultCase } from './fault-case.ts';

const hour = 3_600_000;

/** Clocks of processes are wrong, and jump; the database's is right. */
export const f23: FaultCase = {
  id: 'F23',
  title: 'clocks of source and consumers an hour ahead, an hour behind, and jumping',
  async disturb(stage) {
    const { random } = stage;
    do {
      for (const role of ['source', 'middle', 'final'] as const) {
        const clock = random.pick([-hour, hour, 0, -1_000]);
        stage.one(role).behave({ clock });
        stage.fault(`clock of ${role} ${clock / 1_000} s from the truth`);
      }
      await stage.wait(random.between(300, 1_200));
    } while (stage.lasts());
  },
};
