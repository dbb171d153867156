import type { Engines } from '../engines/engines.ts';
import type { FaultCase } from './fault-case.ts';

/** The API key that begins the header of a request to produce. */
const produce = 0;

/** The broker dies after it got the bytes of a request to produce, before it answers. */
export const f1: FaultCase = {
  id: 'F1',
  title: 'broker SIGKILLed after a request to produce, before its answer',
  alone: true,
  async disturb(stage) {
    const [{ node }] = stage.engines.kafka.brokers;
    do {
      await stage.wait(stage.random.between(300, 1_200));
      await produceRequest(stage.engines);
      await node.kill();
      stage.fault('broker killed while it was asked to produce');
      await stage.wait(stage.random.between(0, 1_500));
      await node.start();
    } while (stage.lasts());
  },
};

/** Resolves when one has been passed to the broker; its answer is dropped. */
async function produceRequest({ kafka }: Engines): Promise<void> {
  const [{ proxy }] = kafka.brokers;
  const { promise, resolve } = Promise.withResolvers<void>();
  let asking: object | undefined;
  proxy.inspect((direction, chunk, connection) => {
    // A request is a length of four bytes and then its API key.
    if (direction === 'up' && chunk.length > 6 && chunk.readInt16BE(4) === produce) {
      asking ??= connection;
      setImmediate(resolve);
    }
    return direction === 'down' && connection === asking ? 'drop' : 'pass';
  });
  await promise;
  proxy.inspect(undefined);
}
