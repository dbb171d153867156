import type { FaultCase } from './fault-case.ts';

/** Handlers wait for longer than the session lasts: the process stays a member, since it goes on to say that it lives. */
export const f12Waiting: FaultCase = {
  id: 'F12 waiting',
  title: 'handlers wait for longer than the session lasts',
  consumers: 2,
  async disturb(stage) {
    do {
      await stage.wait(500);
      const slow = stage.one('middle');
      slow.behave({ delay: 4_500 });
      stage.fault(`handlers of ${slow.name} take 4.5 s, the session lasts 3 s`);
      await stage.wait(stage.random.between(300, 600));
      slow.behave({});
      await stage.wait(5_000);
    } while (stage.lasts());
  },
};

/** Handlers compute for longer than the session lasts: the process is thrown out of the group, and comes back. */
export const f12Computing: FaultCase = {
  id: 'F12 computing',
  title: 'handlers compute for longer than the session lasts: thrown out, and back',
  consumers: 2,
  async disturb(stage) {
    do {
      await stage.wait(500);
      const slow = stage.one('middle');
      slow.behave({ block: 4_500 });
      stage.fault(`a handler of ${slow.name} computes for 4.5 s, the session lasts 3 s`);
      await stage.wait(200);
      slow.behave({});
      await stage.wait(5_500);
    } while (stage.lasts());
  },
};
