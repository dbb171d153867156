import { type Engines, inCalls, meter, openOrders, recordsOfCall, until } from './engines.ts';
import { order } from './orders.ts';
import { rawClients } from './raw-clients.ts';

const records = 24_000;
/** Not measured. */
const warm = 6_000;
const partitions = 8;

interface Given {
  readonly client: string;
  readonly topic: string;
}

interface Throughput {
  readonly [name: string]: number;
  /** Records of a second. */
  readonly publish: number;
  readonly consume: number;
  /** Resident set at the end, in MiB. */
  readonly memory: number;
}

export async function rawThroughput(engines: Engines, { client, topic }: Given): Promise<Throughput> {
  // Makes the topic, nothing else: it is loaded in both processes, so that only its use makes a difference of memory.
  const { transport } = await openOrders(engines, { client, topic, partitions });
  await transport.close();
  const raw = await rawClients[client]?.(engines, topic);
  if (raw === undefined) throw new RangeError(`There is no client '${client}'.`);
  const [published, consumed] = [meter(warm), meter(warm)];
  await raw.publish(records, published);
  const publish = published.rate();
  await raw.consume(records, consumed);
  return { publish, consume: consumed.rate(), memory: memory() };
}

export async function ourThroughput(engines: Engines, { client, topic }: Given): Promise<Throughput> {
  const { transport, ordersWith } = await openOrders(engines, { client, topic, partitions });
  const orders = ordersWith();
  await orders.ready();
  const [published, consumed] = [meter(warm), meter(warm)];
  await inCalls(records, async (numbers) => {
    await Promise.all(
      numbers.map((number) => orders.send.orderPlaced({ key: `key-${number % 1_000}`, value: order(number) })),
    );
    published.add(recordsOfCall);
  });
  const publish = published.rate();
  const running = await orders.receive({ orderPlaced: async () => consumed.add() });
  await until(() => running.accounting.applied >= records);
  const consume = consumed.rate();
  await running.close();
  await transport.close();
  return { publish, consume, memory: memory() };
}

function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}
