import type { FaultCase } from './fault-case.ts';

/** How long orchestrators wait for the end of a process that they have told to end, less a little; in milliseconds. */
const grace = 24_000;

/** Handlers take longer to end than an orchestrator waits. */
export const f26Drain: FaultCase = {
  id: 'F26 drain',
  title: 'SIGTERM under load, SIGKILL 24 s later, with handlers still at work',
  consumers: 0,
  async disturb(stage) {
    const endless = { handlerTimeout: 90_000, drainTimeout: 90_000, behaviour: { delay: 60_000 } };
    const [middle] = await Promise.all([stage.start('middle', endless), stage.start('final')]);
    await stage.wait(1_500);
    middle.signal('SIGTERM');
    stage.fault('middle 1 told to end');
    await stage.wait(grace);
    if (!middle.running) throw new Error('the middle ended while its handlers were at work');
    await middle.kill();
    stage.fault('middle 1 SIGKILLed while it drained');
    await stage.start('middle');
    while (stage.lasts()) await stage.wait(50);
  },
};

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
