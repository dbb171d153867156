import { randomUUID } from 'node:crypto';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Consumer, Producer } from '@platformatic/kafka';
import { Kafka, logLevel } from 'kafkajs';
import { type Engines, inCalls, type Meter, until } from './engines.ts';
import { order, valueSubject } from './orders.ts';

/** What a service does without us: a Kafka client, the registry's client, and the same headers on every record. */
export interface RawClient {
  publish(records: number, meter: Meter): Promise<void>;
  /** From the beginning, until so many have come. */
  consume(records: number, meter: Meter): Promise<void>;
}

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
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        eachBatch: async ({ batch }) => {
          for (const { value } of batch.messages) {
            if (value !== null) await decode(value);
            meter.add();
          }
        },
      });
      await until(() => meter.count >= records);
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
      const consumer = new Consumer({ clientId: 'raw', groupId: randomUUID(), bootstrapBrokers });
      const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: 100 });
      for await (const { value } of stream) {
        await decode(value);
        meter.add();
        if (meter.count >= records) break;
      }
      await consumer.close(true);
    },
  };
}

function bytesOf(text?: string): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text);
}
