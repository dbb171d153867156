import { randomUUID } from 'node:crypto';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Consumer, type Message, Producer, stringDeserializer } from '@platformatic/kafka';
import { type IHeaders, Kafka, logLevel } from 'kafkajs';
import { type Engines, inCalls, type Meter, until } from './engines.ts';
import { order, valueSubject } from './orders.ts';

/** What a service does without us: a Kafka client, the registry's client, and the same headers on every record. */
export interface RawClient {
  publish(records: number, meter: Meter): Promise<void>;
  /** From the beginning as a new group, until so many are handled; the meter starts when the group has its partitions. */
  consume(records: number, meter: Meter): Promise<void>;
}

/** What a handler gets. */
interface RawEvent {
  readonly key: string | undefined;
  readonly value: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** How often a careful consumer commits what it has handled. */
const recordsOfCommit = 100;

interface RawRecord {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

interface Codec {
  recordOf(number: number): Promise<RawRecord>;
  decode(value: Buffer): Promise<unknown>;
}

async function codecOf({ registry }: Engines): Promise<Codec> {
  const schemas = new SchemaRegistry({ host: registry });
  const id = await schemas.getLatestSchemaId(valueSubject);
  return {
    recordOf: async (number) => {
      const key = `key-${number % 1_000}`;
      return { key: Buffer.from(key), value: await schemas.encode(id, order(number)), headers: headersFor(key) };
    },
    decode: (value) => schemas.decode(value),
  };
}

/** CloudEvents, as our client writes them: the records are the same on the wire. */
function headersFor(key: string): Readonly<Record<string, string>> {
  const id = randomUUID();
  return {
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: '/bench',
    ce_type: 'bench.OrderPlaced.v1',
    ce_time: new Date().toISOString(),
    ce_subject: key,
    ce_correlationid: id,
    'content-type': 'application/vnd.confluent.avro',
  };
}

export const rawClients: Readonly<Record<string, (engines: Engines, topic: string) => Promise<RawClient>>> = {
  kafkajs: rawKafkajs,
  platformatic: rawPlatformatic,
};

async function rawKafkajs(engines: Engines, topic: string): Promise<RawClient> {
  const kafka = new Kafka({ brokers: [...engines.brokers], clientId: 'raw', logLevel: logLevel.NOTHING });
  const { recordOf, decode } = await codecOf(engines);
  return {
    publish: async (records, meter) => {
      const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
      await producer.connect();
      await inCalls(records, async (numbers) => {
        const messages = await Promise.all(numbers.map(recordOf));
        await producer.send({ topic, messages });
        meter.add(numbers.length);
      });
      await producer.disconnect();
    },
    consume: async (records, meter) => {
      const consumer = kafka.consumer({ groupId: randomUUID() });
      const handle = async (_event: RawEvent): Promise<void> => meter.add();
      consumer.on(consumer.events.GROUP_JOIN, () => meter.start());
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        partitionsConsumedConcurrently: 8,
        autoCommitThreshold: recordsOfCommit,
        eachMessage: async ({ message: { key, value, headers } }) => {
          const decoded = value === null ? null : await decode(value);
          await handle({ key: key?.toString(), value: decoded, headers: textsOf(headers) });
        },
      });
      await until(() => meter.count >= records);
      meter.stop();
      await consumer.disconnect();
    },
  };
}

async function rawPlatformatic(engines: Engines, topic: string): Promise<RawClient> {
  const bootstrapBrokers = [...engines.brokers];
  const { recordOf, decode } = await codecOf(engines);
  return {
    publish: async (records, meter) => {
      const producer = new Producer<Buffer, Buffer, string, string>({
        ...{ clientId: 'raw', bootstrapBrokers, idempotent: true, acks: -1 },
        serializers: { headerKey: bytesOf, headerValue: bytesOf },
      });
      await inCalls(records, async (numbers) => {
        const messages = await Promise.all(numbers.map(recordOf));
        await producer.send({ messages: messages.map((message) => ({ topic, ...message })) });
        meter.add(numbers.length);
      });
      await producer.close();
    },
    consume: async (records, meter) => {
      const texts = { key: stringDeserializer, headerKey: stringDeserializer, headerValue: stringDeserializer };
      const consumer = new Consumer<string, Buffer, string, string>({
        ...{ clientId: 'raw', groupId: randomUUID(), bootstrapBrokers },
        deserializers: texts,
      });
      const handle = async (_event: RawEvent): Promise<void> => meter.add();
      const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false });
      meter.start();
      const commits = createCommits();
      for await (const message of stream) {
        const { key, value, headers } = message;
        await handle({ key, value: await decode(value), headers: Object.fromEntries(headers) });
        commits.handled(message);
        if (meter.count >= records) break;
      }
      meter.stop();
      await commits.all();
      await consumer.close(true);
    },
  };
}

type AnyMessage = Message<string, Buffer, string, string>;

/** Commits what was handled, now and then, while the next records are handled. */
function createCommits(): { handled(message: AnyMessage): void; all(): Promise<void> } {
  const last = new Map<number, AnyMessage>();
  let handled = 0;
  let committing: Promise<unknown> = Promise.resolve();
  const commit = async (): Promise<void> => {
    const messages = [...last.values()];
    last.clear();
    await Promise.all(messages.map((message) => message.commit()));
  };
  return {
    handled: (message) => {
      last.set(message.partition, message);
      handled += 1;
      if (handled % recordsOfCommit === 0) committing = committing.then(commit);
    },
    all: async () => {
      await committing;
      await commit();
    },
  };
}

function textsOf(headers: IHeaders = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function bytesOf(text?: string): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text);
}
