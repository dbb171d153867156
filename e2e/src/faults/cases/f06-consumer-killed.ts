import type { CrashPoint } from '@eventwright/runtime';
import type { RoleName } from '../stage/pipeline-databases.ts';
import type { FaultCase } from './fault-case.ts';

const points: readonly [CrashPoint, ...CrashPoint[]] = [
  'before-effect',
  'after-effect',
  'after-commit',
  'after-offset-commit',
];

/** Consumers end themselves at every point around their commit, again and again, and others take over. */
export const f6: FaultCase = {
  id: 'F6',
  title: 'consumer SIGKILLed before and after its effect, its commit and its offset commit',
  async disturb(stage) {
    const { random } = stage;
    let turn = 0;
    while (turn < points.length || stage.lasts()) {
      const point = points[turn++ % points.length] ?? 'after-effect';
      const role = random.pick<RoleName>(['middle', 'final']);
      const member = await stage.start(role, { crash: { point, nth: random.between(1, 20) } });
      // The other one works beside it, so it may get nothing to crash with.
      await Promise.race([member.ended, stage.wait(4_000)]);
      if (member.running) await member.kill();
      stage.fault(`${member.name} SIGKILLed ${point}`);
    }
  },
};
