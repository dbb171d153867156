import type { Member } from '../stage/member-process.ts';
import type { Stage } from '../stage/stage.ts';
import type { FaultCase } from './fault-case.ts';

/** No broker for a long time. Processes that run must not burn, and those that start must come up as soon as there is one. */
export const f5: FaultCase = {
  id: 'F5',
  title: 'all brokers down, and processes started meanwhile',
  alone: true,
  async disturb(stage) {
    const { kafka } = stage.engines;
    await stage.wait(stage.random.between(500, 1_500));
    await Promise.all(kafka.brokers.map(({ node }) => node.stop()));
    stage.fault('all brokers stopped');
    await stage.one('final').kill();
    const cold = startUntilUp(stage);
    const used = await idleUse(stage, stage.settings.duration > 60_000 ? 600_000 : 6_000);
    for (const { name, share } of used) {
      if (share > 0.35)
        throw new Error(`${name} took ${Math.round(share * 100)} % of a processor while no broker was there`);
    }
    await Promise.all(kafka.brokers.map(({ node }) => node.start()));
    await cold;
  },
};

/** As an orchestrator: what ends is started again. */
async function startUntilUp(stage: Stage): Promise<Member> {
  for (;;) {
    const member = await stage.start('final').catch(() => undefined);
    if (member !== undefined) return member;
    await stage.wait(500);
  }
}

/** What part of a processor each process that consumes takes, once it has noticed. */
async function idleUse(stage: Stage, milliseconds: number): Promise<readonly { name: string; share: number }[]> {
  await stage.wait(2_000);
  const before = stage.running('middle').map((member) => ({ member, cpu: member.status?.cpu ?? 0 }));
  await stage.wait(milliseconds);
  return before.map(({ member, cpu }) => ({
    name: member.name,
    share: ((member.status?.cpu ?? 0) - cpu) / milliseconds,
  }));
}
