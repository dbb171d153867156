import type { FaultCase } from './fault-case.ts';

/** Processes are told to end under load, by one signal, by two, and by SIGKILL when they take too long. */
export const f26: FaultCase = {
  id: 'F26',
  title: 'SIGTERM under load, a second SIGTERM, SIGKILL in the middle of the drain',
  // 128 and the number of SIGTERM, what a second one asks for; 0 where the first one was quick enough.
  allowed: { exits: [0, 143] },
  async disturb(stage) {
    const { random } = stage;
    do {
      const role = random.pick(['middle', 'final', 'source'] as const);
      const member = stage.one(role);
      const [how] = [random.pick(['once', 'twice', 'killed'] as const)];
      stage.fault(`${member.name} told to end: ${how}`);
      if (how === 'once') await member.terminate();
      else {
        member.behave({ delay: 3_000 });
        await stage.wait(200);
        member.signal('SIGTERM');
        await stage.wait(1_200);
        if (how === 'twice') member.signal('SIGTERM');
        else await member.kill();
        await member.ended;
      }
      await stage.start(role);
      await stage.wait(random.between(200, 800));
    } while (stage.lasts() || stage.faults < 3);
  },
};
