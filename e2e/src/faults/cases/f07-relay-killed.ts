import type { FaultCase } from './fault-case.ts';

/** What was published and acknowledged still stands in the outbox when its relay dies: it is published once more. */
export const f7: FaultCase = {
  id: 'F7',
  title: 'relay SIGKILLed after the acknowledgement, before it deletes from the outbox',
  async disturb(stage) {
    await stage.one('source').kill();
    do {
      const source = await stage.start('source', {
        crash: { point: 'after-publish', nth: stage.random.between(1, 40) },
      });
      await Promise.race([source.ended, stage.wait(60_000)]);
      if (source.running) throw new Error(`${source.name} never came to after-publish`);
      stage.fault(`${source.name} SIGKILLed after-publish`);
    } while (stage.lasts());
  },
  check: async (_, { topics: [started] }) => {
    const ids = started?.eventIds ?? [];
    return ids.length > new Set(ids).size ? [] : ['nothing was published twice, so nothing was shown'];
  },
};
