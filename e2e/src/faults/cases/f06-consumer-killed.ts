import type { CrashPoint } from '@eventwright/runtime';
import type { RoleName } from '../stage/pipeline-databases.ts';
import type { Stage } from '../stage/stage.ts';
import type { FaultCase } from './fault-case.ts';

const points: readonly CrashPoint[] = ['before-effect', 'after-effect', 'after-commit', 'after-offset-commit'];

/** Consumers end themselves at every point around their commit, again and again, and the next one takes over. */
export const f6: FaultCase = {
  id: 'F6',
  title: 'consumer SIGKILLed before and after its effect, its commit and its offset commit',
  consumers: 0,
  async disturb(stage) {
    await Promise.all([crashAgainAndAgain(stage, 'middle', 0), crashAgainAndAgain(stage, 'final', 2)]);
  },
};

/** Half of the points at least, beginning with the one given. */
async function crashAgainAndAgain(stage: Stage, role: RoleName, first: number): Promise<void> {
  const random = stage.random.fork(role);
  for (let turn = 0; turn < 2 || stage.lasts(); turn++) {
    const point = points[(first + turn) % points.length] ?? 'after-commit';
    // The first two are passed by every record, the others by every transaction and every commit. Late enough for
    // something to be committed before, or the final one would have nothing to crash with.
    const nth = point.endsWith('effect') ? random.between(40, 120) : random.between(2, 5);
    const member = await stage.start(role, { crash: { point, nth } });
    await Promise.race([member.ended, stage.wait(60_000)]);
    if (member.running) throw new Error(`${member.name} never came to ${point}`);
    stage.fault(`${member.name} SIGKILLed ${point}`);
  }
  // The final one may still wait for something to crash with.
  await stage.start(role);
}
