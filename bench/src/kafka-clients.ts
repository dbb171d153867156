// Both Kafka clients through the same transport, in turn: `npm run bench -- kafka-clients`.
import { randomUUID } from 'node:crypto';
import type { OutgoingRecord, Transport } from '@eventwright/runtime';
import { connectKafkaClient } from '@eventwright/runtime/kafka-client';
import { startKafka } from '../../scripts/kafka/start-kafka.ts';
import { type Measurement, median } from './measure.ts';
import { printTable, type Row } from './table.ts';

const records = 60_000;
const recordsOfCall = 100;
const callsAtOnce = 8;
const singles = 3_000;
const partitions = 8;
const rounds = 5;
const value = Buffer.alloc(1_024, 'x');
const headers = new Map([['ce_id', Buffer.from(randomUUID())]]);

const clients = ['kafkajs', 'platformatic'] as const;
type ClientName = (typeof clients)[number];

/** Wall and processor time of what is done, the brokers' left out. */
async function time(work: () => Promise<unknown>): Promise<Measurement> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: performance.now() - began, processor: (user + system) / 1_000 };
}

const recordsFor = (topic: string, count: number): OutgoingRecord[] =>
  Array.from({ length: count }, (_, index) => ({ topic, key: Buffer.from(`key ${index}`), value, headers }));

/** Several callers at once, each with one call after the other. */
async function publish(transport: Transport, topic: string): Promise<void> {
  const call = recordsFor(topic, recordsOfCall);
  const callsOfEach = records / recordsOfCall / callsAtOnce;
  const caller = async (): Promise<void> => {
    for (let calls = 0; calls < callsOfEach; calls += 1) await transport.publish(call);
  };
  await Promise.all(Array.from({ length: callsAtOnce }, caller));
}

/** As a handler sends that waits for each of its sends. */
async function publishOneByOne(transport: Transport, topic: string): Promise<void> {
  for (const record of recordsFor(topic, singles)) await transport.publish([record]);
}

/** From joining the group to the last record, every batch committed. */
async function consume(transport: Transport, topic: string): Promise<void> {
  const all = Promise.withResolvers<void>();
  let seen = 0;
  const subscription = await transport.subscribe({
    group: randomUUID(),
    topics: [topic],
    startFrom: 'earliest',
    async onRecords(claim, delivered) {
      await claim.commit((delivered.at(-1)?.offset ?? 0n) + 1n);
      seen += delivered.length;
      if (seen >= records) all.resolve();
    },
    onFatal: all.reject,
  });
  await all.promise;
  await subscription.close();
}

const tasks = {
  [`publish ${records} records, ${recordsOfCall} in a call, ${callsAtOnce} calls at once`]: publish,
  [`publish ${singles} records one by one`]: publishOneByOne,
  [`consume ${records} records from the beginning, with joining`]: consume,
};

function summary(measurements: readonly Measurement[]): Measurement {
  return {
    milliseconds: median(measurements.map(({ milliseconds }) => milliseconds)),
    processor: median(measurements.map(({ processor = 0 }) => processor)),
  };
}

async function measureTask(task: (transport: Transport, topic: string) => Promise<void>, full: string) {
  const results: Record<ClientName, Measurement[]> = { kafkajs: [], platformatic: [] };
  // One round to get warm, not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const client of clients) {
      const transport = await connectKafkaClient(client, { brokers, clientId: client });
      const topic = task === consume ? full : await createTopic(transport);
      const measured = await time(() => task(transport, topic));
      await transport.close();
      if (round > 0) results[client].push(measured);
    }
  }
  return { kafkajs: summary(results.kafkajs), platformatic: summary(results.platformatic) };
}

async function createTopic(transport: Transport): Promise<string> {
  const topic = `bench.${randomUUID()}`;
  await transport.ensureTopics([{ topic, partitions, replicas: 1, config: {} }]);
  return topic;
}

async function fillTopic(): Promise<string> {
  const transport = await connectKafkaClient('kafkajs', { brokers, clientId: 'bench' });
  const topic = await createTopic(transport);
  await publish(transport, topic);
  await transport.close();
  return topic;
}

const { KAFKA_BROKERS } = process.env;
const cluster = KAFKA_BROKERS === undefined ? await startKafka() : undefined;
const brokers = cluster?.brokers ?? (KAFKA_BROKERS ?? '').split(',');
try {
  console.log(`Medians of ${rounds} rounds; records of 1 KB, ${partitions} partitions, one broker on the same machine`);
  const full = await fillTopic();
  const rows: Row[] = [];
  for (const [what, task] of Object.entries(tasks)) {
    const { kafkajs, platformatic } = await measureTask(task, full);
    rows.push({ what, ours: platformatic, peer: { name: 'kafkajs', measurement: kafkajs } });
  }
  printTable(rows);
  for (const { what, peer } of rows)
    console.log(`${what}: kafkajs took ${Math.round(peer?.measurement.processor ?? 0)} ms of processor time`);
} finally {
  await cluster?.stop();
}
