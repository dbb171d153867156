import { randomUUID } from 'node:crypto';
import {
  type Engines,
  inCalls,
  type Meter,
  meter,
  type OpenedOrders,
  openOrders,
  recordsOfCall,
  until,
} from './engines.ts';
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
  /** Processor time for one record, in microseconds. */
  readonly publishProcessor: number;
  readonly consumeProcessor: number;
  /** Resident set at the end, in MiB. */
  readonly memory: number;
}

export async function rawThroughput(engines: Engines, { client, topic }: Given): Promise<Throughput> {
  // Makes the topic, nothing else: it is loaded in both processes, so that only its use makes a difference of memory.
  const { transport } = await openOrders(engines, { client, topic, partitions });
  await transport.close();
  const raw = await rawClients[client]?.(engines, topic);
  if (raw === undefined) throw new RangeError(`There is no client '${client}'.`);
  const published = meter(warm);
  await raw.publish(records, published);
  const sent = { publish: published.rate(), publishProcessor: published.processor() };
  // Once by another group, so that the code is warm before its first record counts.
  await raw.consume(records, meter());
  const consumed = meter();
  await raw.consume(records, consumed);
  return { ...sent, ...figuresOf(consumed), memory: memory() };
}

export async function ourThroughput(engines: Engines, { client, topic }: Given): Promise<Throughput> {
  const { transport, ordersWith } = await openOrders(engines, { client, topic, partitions });
  const orders = ordersWith();
  await orders.ready();
  const published = meter(warm);
  await inCalls(records, async (numbers) => {
    await Promise.all(
      numbers.map((number) => orders.send.orderPlaced({ key: `key-${number % 1_000}`, value: order(number) })),
    );
    published.add(recordsOfCall);
  });
  const sent = { publish: published.rate(), publishProcessor: published.processor() };
  await consumeOurs(ordersWith, meter());
  const consumed = meter();
  await consumeOurs(ordersWith, consumed);
  await transport.close();
  return { ...sent, ...figuresOf(consumed), memory: memory() };
}

/** As a new group, from when it has its partitions until all is handled. */
async function consumeOurs(ordersWith: OpenedOrders['ordersWith'], meter: Meter): Promise<void> {
  const running = await ordersWith({ group: randomUUID() }).receive({ orderPlaced: async () => meter.add() });
  meter.start();
  await until(() => running.accounting.applied >= records);
  meter.stop();
  await running.close();
}

function figuresOf(consumed: Meter): Pick<Throughput, 'consume' | 'consumeProcessor'> {
  return { consume: consumed.rate(), consumeProcessor: consumed.processor() };
}

/** A collection gives back what V8 keeps for later, some tens of MiB that differ from run to run, only as a last resort. */
function memory(): number {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }
  return process.memoryUsage().rss / 2 ** 20;
}
