import { type Asked, apiKeys, asNotCoordinator, inspectFrames } from '../proxy/kafka-frames.ts';
import { goesOn } from '../stage/goes-on.ts';
import type { Stage } from '../stage/stage.ts';
import { until } from '../stage/until.ts';
import type { FaultCase } from './fault-case.ts';

/** Where a member that joins again is cut off. */
type Cut = (asked: Asked, direction: 'up' | 'down') => boolean;

/**
 * As a broker does that is just back: it says that it does not coordinate the group, whoever then joins again is cut off,
 * and the next heartbeat is answered as if nothing had been. The member has given up its partitions, and keeps them.
 */
export const f27Fickle: FaultCase = {
  id: 'F27 fickle',
  title: 'a coordinator sends members off to join again, cuts them off while they do, and then knows them as before',
  alone: true,
  disturb: (stage) =>
    sendOff(stage, ({ apiKey }, direction) => apiKey === apiKeys.joinGroup && direction === 'up', 'known as before'),
};

/** The member has joined, for all that the group knows, and was not told what it has. */
export const f27Untold: FaultCase = {
  id: 'F27 untold',
  title: 'members join again, and the answer that tells them their partitions is lost',
  alone: true,
  consumers: 0,
  async disturb(stage) {
    const stallTimeout = 4_000;
    await Promise.all([stage.start('middle', { stallTimeout }), stage.start('final', { stallTimeout })]);
    await sendOff(stage, ({ apiKey }, direction) => apiKey === apiKeys.syncGroup && direction === 'down', 'not told');
  },
};

async function sendOff(stage: Stage, isCut: Cut, how: string): Promise<void> {
  for (let round = 0; stage.lasts() || round < 2; round += 1) {
    const wasCut = await sendOneOff(stage, isCut);
    stage.fault(wasCut ? `a member sent off, cut off, and ${how}` : 'members sent off, of which none joined again');
    // Less than it would take until requests time out, or until somebody notices that nothing comes.
    await Promise.all((['middle', 'final'] as const).map((role) => goesOn(stage, role, 20_000)));
  }
  stage.engines.kafka.brokers[0].proxy.inspect(undefined);
}

/** A client that does not join again for being refused is not refused for ever. */
const mostRefused = 10;

/** Resolves when heartbeats are answered again, with whether somebody was cut off. */
async function sendOneOff(stage: Stage, isCut: Cut): Promise<boolean> {
  const [{ proxy }] = stage.engines.kafka.brokers;
  let [beats, refused, cuts, known] = [0, 0, 0, 0];
  const isOver = (): boolean => cuts > 0 || refused >= mostRefused;
  const cutOnce = (isDue: boolean): boolean => {
    if (!isDue || cuts > 0) return false;
    cuts += 1;
    return true;
  };
  proxy.inspect(
    inspectFrames({
      request: (asked) => (cutOnce(isCut(asked, 'up')) ? 'cut' : 'pass'),
      answer(asked, frame) {
        if (cutOnce(isCut(asked, 'down'))) return 'cut';
        if (asked.apiKey !== apiKeys.heartbeat) return frame;
        beats += 1;
        // Members have to be known before they are sent off.
        if (beats > 8 && !isOver()) {
          refused += 1;
          return asNotCoordinator(asked, frame);
        }
        if (isOver()) known += 1;
        return frame;
      },
    }),
  );
  proxy.cut();
  await until(async () => known > 2, { patience: 60_000, what: 'a member is sent off and known again' });
  return cuts > 0;
}
