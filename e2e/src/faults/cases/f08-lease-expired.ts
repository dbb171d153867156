import type { FaultCase } from './fault-case.ts';

/** Two relays on one outbox; the one that holds leases stands still until they have run out, and then goes on. */
export const f8: FaultCase = {
  id: 'F8',
  title: 'relay SIGSTOPped beyond its lease while another one takes over, then resumed',
  async disturb(stage) {
    const other = await stage.start('source');
    const first = stage.members.find(({ name }) => name === 'source 1') ?? other;
    // Until the shards are shared out.
    await stage.wait(stage.random.between(1_000, 2_000));
    do {
      const paused = stage.random.pick([first, other]);
      paused.pause();
      stage.fault(`${paused.name} SIGSTOPped beyond its lease`);
      await stage.wait(stage.random.between(4_000, 5_500));
      paused.resume();
      await stage.wait(1_000);
    } while (stage.lasts());
  },
};
