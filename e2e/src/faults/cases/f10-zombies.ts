import type { RoleName } from '../stage/pipeline-databases.ts';
import type { FaultCase } from './fault-case.ts';

/**
 * A consumer stands still in the middle of its work, longer than its session; its partitions go to another one, which does
 * the same work; then it goes on with what it had.
 */
export const f10: FaultCase = {
  id: 'F10',
  title: 'consumer SIGSTOPped beyond its session: two owners handle the same records',
  consumers: 2,
  async disturb(stage) {
    do {
      await stage.wait(stage.random.between(300, 1_000));
      const roles: readonly RoleName[] = ['middle', 'final'];
      const zombies = roles.map((role) =>
        stage.random.pick([stage.one(role), stage.running(role).at(-1) ?? stage.one(role)]),
      );
      for (const zombie of zombies) {
        zombie.pause();
        stage.fault(`${zombie.name} SIGSTOPped beyond its session`);
      }
      await stage.wait(stage.random.between(3_500, 5_500));
      for (const zombie of zombies) zombie.resume();
      await stage.wait(500);
    } while (stage.lasts());
  },
};
