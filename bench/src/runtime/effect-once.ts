import { randomUUID } from 'node:crypto';
import { openDelivery } from '@eventwright/runtime/delivery';
import { connectPostgres } from '@eventwright/runtime/postgres';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import { Pool } from 'pg';
import { type Engines, meter, openOrders, sendOrders, until } from './engines.ts';
import { keysOfEightLanes } from './orders.ts';

const warm = 1_500;

interface Given {
  readonly topic: string;
  /** Keys that take turns, each of a lane of its own. */
  readonly lanes: 1 | 8;
  readonly batch?: number;
  /** Whether the handler sends an event as well. */
  readonly sends?: boolean;
}

/** Fewer where it is slow. */
const recordsOf = ({ batch, lanes, sends }: Given): number =>
  batch === 1 || sends ? 5_000 : lanes === 1 ? 10_000 : 16_000;

const table = 'create table if not exists effect (order_id text not null, total double precision not null)';
const insert = 'insert into effect (order_id, total) values ($1, $2)';

/** Events of a second, each with one insert by its handler. */
export async function effectOnce(engines: Engines, given: Given): Promise<{ readonly rate: number }> {
  const { topic, batch, sends = false } = given;
  const records = recordsOf(given);
  const { transport, ordersWith } = await openOrders(engines, { topic });
  await fill(ordersWith(), given);
  const answers = `${topic}-answers`;
  await transport.ensureTopics([{ topic: answers, partitions: 1, replicas: 1, config: {} }]);
  const database = await connectPostgres({
    url: engines.postgres,
    schema: `bench_${randomUUID().replaceAll('-', '')}`,
  });
  const delivery = await openDelivery({ database, transport });
  await database.transaction((tx) => tx.execute(table));
  const done = meter(warm);
  const running = await ordersWith({ delivery, sendsTo: answers }).receive(
    {
      orderPlaced: async ({ key, value }, ctx) => {
        await ctx.tx.query(insert, [value.orderId, value.total]);
        if (sends) await ctx.send.orderPlaced({ key, value });
        done.add();
      },
    },
    batch === undefined ? {} : { batch },
  );
  await until(() => running.accounting.applied >= records);
  const rate = done.rate();
  await running.close();
  await delivery.close();
  await database.close();
  return { rate };
}

/** What people write themselves: the event's id and its effect in one transaction, record by record. */
export async function effectByHand(engines: Engines, given: Given): Promise<{ readonly rate: number }> {
  const { topic } = given;
  const records = recordsOf({ ...given, batch: 1 });
  const { ordersWith } = await openOrders(engines, { topic });
  await fill(ordersWith(), { ...given, batch: 1 });
  const pool = new Pool({ connectionString: engines.postgres, max: 10 });
  await pool.query(`${table}; create table if not exists seen (event_id text primary key)`);
  const schemas = new SchemaRegistry({ host: engines.registry });
  const done = meter(warm);
  const handle = async ({ value, headers }: KafkaMessage): Promise<void> => {
    const { orderId, total } = await schemas.decode(value ?? Buffer.alloc(0));
    const connection = await pool.connect();
    await connection.query('begin');
    const id = String(headers?.['ce_id']);
    const seen = 'insert into seen (event_id) values ($1) on conflict do nothing';
    const { rowCount } = await connection.query({ name: 'seen', text: seen, values: [id] });
    if (rowCount === 1) await connection.query({ name: 'effect', text: insert, values: [orderId, total] });
    await connection.query('commit');
    connection.release();
    done.add();
  };
  const inTurn = async (messages: readonly KafkaMessage[]): Promise<void> => {
    for (const message of messages) await handle(message);
  };
  const kafka = new Kafka({ brokers: [...engines.brokers], clientId: 'by-hand', logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: topic });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch }) => {
      const byKey = Map.groupBy(batch.messages, ({ key }) => String(key));
      await Promise.all([...byKey.values()].map(inTurn));
    },
  });
  await until(() => done.count >= records);
  return { rate: done.rate() };
}

function fill(orders: Parameters<typeof sendOrders>[0], given: Given): Promise<void> {
  return sendOrders(orders, recordsOf(given), (number) => keysOfEightLanes[number % given.lanes] ?? 'key');
}
