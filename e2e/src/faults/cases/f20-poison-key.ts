import { releaseKeys } from '@eventwright/runtime/delivery';
import { operate } from '../stage/operate.ts';
import { until } from '../stage/until.ts';
import type { FaultCase } from './fault-case.ts';

/** One event of five is of a key whose handler fails. The others flow, and once it is mended, so does this one, in order. */
export const f20: FaultCase = {
  id: 'F20',
  title: 'poison key at 20 % of the traffic: others flow; mended and released, its order holds',
  load: { hot: 0.2, together: 1 },
  // What used up its tries lies in the dead letter topic as well, while its key is held.
  allowed: { dead: (_, reason) => reason === 'exhausted' },
  async disturb(stage) {
    const { databases } = stage;
    const middle = stage.one('middle');
    middle.behave({ fail: { keys: ['key-1'], as: 'transient' } });
    stage.fault('every handler of key-1 fails');
    while (stage.lasts()) await stage.wait(100);
    await until(async () => (await databases.count('middle', "eventwright_parked where state = 'dead'")) > 0, {
      patience: 90_000,
      what: 'the key is held',
    });
    const changed = await databases.count('source', "change where key <> 'key-1'");
    await until(async () => (await databases.count('middle', "effect where key <> 'key-1'")) >= changed, {
      patience: 90_000,
      what: 'the other keys flow',
    });
    middle.behave({});
    await operate(stage, 'middle', (database) => releaseKeys(database, { perSecond: 1_000 }));
  },
  async check(_, { changes, stages }) {
    return stages.flatMap(({ name, effects }) => {
      const missing = changes.length - effects.length;
      return missing === 0 ? [] : [`${name}: ${missing} changes are without effect after the release`];
    });
  },
};
