import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ClientOptions,
  createClient,
  type OutgoingRecord,
  type ReceiveOptions,
  type Running,
  type StoredRecord,
  type Transport,
} from '../core/index.ts';
import { jsonRegistry } from '../core/testing/json-registry.ts';
import { type MemoryDelivery, memoryDelivery } from '../core/testing/memory-delivery.ts';
import { openMemoryLog } from '../embedded/index.ts';
import { answers } from './testing/request-stage.ts';
import { itemRequested, type StockHandlers, stockApplication, stockTopics } from './testing/stock-application.ts';

const topics = stockTopics();
const registry = jsonRegistry();
const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 10_000, interval: 5 });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (record: Pick<OutgoingRecord, 'headers'> | undefined, name: string): string | undefined => {
  const content = record?.headers.get(name);
  return content && new TextDecoder().decode(content);
};

let log: Transport;
let replies: StoredRecord[];
let letters: StoredRecord[];
let running: Running[];

beforeEach(async () => {
  log = openMemoryLog();
  await log.ensureTopics([topics.requests, topics.replies, topics.deadLetters]);
  [replies, letters, running] = [[], [], []];
  await reading(topics.replies.topic, replies);
  await reading(topics.deadLetters.topic, letters);
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  await log.close();
});

async function reading(topic: string, into: StoredRecord[]): Promise<void> {
  const onRecords = async (_: unknown, records: readonly StoredRecord[]) => void into.push(...records);
  await log.subscribe({ group: `test of ${topic}`, topics: [topic], startFrom: 'earliest', onRecords });
}

async function answer(
  handler: StockHandlers['itemRequested'],
  given: Partial<ClientOptions> = {},
  options: ReceiveOptions<object> = {},
): Promise<Running> {
  const stock = createClient<object, StockHandlers>(stockApplication(topics), { transport: log, registry, ...given });
  const one = await stock.receive({ itemRequested: handler }, options);
  running.push(one);
  return one;
}

/** Publishes a request as somebody else would. */
async function ask(sku: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const all = { ce_id: `request ${sku}`, ce_correlationid: 'flow', ...headers };
  const [key, value] = [registry.bytesOf(itemRequested.key, sku), registry.bytesOf(itemRequested.value, { sku })];
  const wire = new Map(Object.entries(all).map(([name, text]) => [name, bytes(text)]));
  await log.publish([{ topic: topics.requests.topic, key, value, headers: wire }]);
}

const inTheFuture = (): string => String(Date.now() + 60_000);

describe('a handler of requests', () => {
  it('answers to where the request says, with what it says', async () => {
    await answer(answers);
    const deadline = inTheFuture();
    await ask('MUG', { reply_topic: topics.replies.topic, reply_instance: 'shop-1', request_deadline: deadline });
    await until(() => expect(replies).toHaveLength(1));
    const [reply] = replies;
    const names = ['reply_topic', 'reply_instance', 'request_deadline', 'reply_status', 'ce_correlationid'];
    expect(names.map((name) => textOf(reply, name))).toEqual([
      ...[topics.replies.topic, 'shop-1', deadline, 'ok', 'flow'],
    ]);
    expect(textOf(reply, 'ce_causationid')).toBe('request MUG');
  });

  it('answers requests of those who say neither where to nor until when', async () => {
    const seen: (Date | undefined)[] = [];
    await answer(async (event, ctx) => {
      seen.push(ctx.deadline);
      await answers(event, ctx);
    });
    await ask('NO-MUG');
    await until(() => expect(replies).toHaveLength(1));
    expect(seen).toEqual([undefined]);
    expect(textOf(replies[0], 'reply_status')).toBe('error');
    expect(textOf(replies[0], 'request_deadline')).toBeUndefined();
  });

  it('does not write where the contract has no reply, whatever a request says', async () => {
    const one = await answer(answers);
    await ask('MUG', { reply_topic: topics.deadLetters.topic });
    await ask('LAMP', { request_deadline: 'soon' });
    await until(() => expect(letters).toHaveLength(2));
    expect(letters.map((letter) => textOf(letter, 'dlq_reason'))).toEqual(['invalid', 'invalid']);
    expect([replies.length, one.accounting.dead]).toEqual([0, 2]);
  });

  it('has no more time than whoever asked', async () => {
    const aborted = Promise.withResolvers<unknown>();
    const one = await answer(async (_, { signal }) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      aborted.resolve(signal.reason);
      throw signal.reason;
    });
    await ask('MUG', { request_deadline: String(Date.now() + 200) });
    expect(await aborted.promise).toMatchObject({ code: 'HANDLER_TIMEOUT' });
    await until(() => expect(one.accounting).toMatchObject({ ignored: 1, dead: 0, inFlight: 0 }));
  });

  it.each([['in memory'], ['with delivery']])('is not called again after the deadline: %s', async (how) => {
    let calls = 0;
    const delivery = memoryDelivery({ now: Date.now });
    const handler = async (): Promise<void> => {
      calls += 1;
      throw new Error('no time');
    };
    const options = { attempts: 100, later: [60_000] };
    const one = await answer(handler, how === 'in memory' ? {} : { delivery }, options);
    await ask('MUG', { request_deadline: String(Date.now() + 400) });
    await until(() => expect(one.accounting).toMatchObject({ ignored: 1, parked: 0, dead: 0, inFlight: 0 }));
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThan(100);
  });

  it('buries what has failed in time, so that somebody sees why', async () => {
    const failing = async (): Promise<void> => {
      throw new Error('no stock');
    };
    await answer(failing, {}, { attempts: 1 });
    await ask('MUG', { request_deadline: inTheFuture() });
    await until(() => expect(letters.map((letter) => textOf(letter, 'dlq_reason'))).toEqual(['exhausted']));
  });

  describe('with delivery', () => {
    let delivery: MemoryDelivery;

    beforeEach(() => {
      delivery = memoryDelivery({ now: Date.now });
    });

    it('answers as a part of its transaction', async () => {
      let calls = 0;
      const failsFirst: StockHandlers['itemRequested'] = async (event, ctx) => {
        await answers(event, ctx);
        calls += 1;
        if (calls === 1) throw new Error('after the answer');
      };
      const one = await answer(failsFirst, { delivery });
      await ask('MUG', { reply_instance: 'shop-1' });
      await until(() => expect(one.accounting.applied).toBe(1));
      expect(delivery.outbox.map((record) => textOf(record, 'reply_instance'))).toEqual(['shop-1']);
      expect(replies).toEqual([]);
    });

    it('answers a request once that comes twice', async () => {
      const one = await answer(answers, { delivery });
      await ask('MUG');
      await ask('MUG');
      await until(() => expect(one.accounting).toMatchObject({ applied: 1, deduplicated: 1 }));
      expect(delivery.outbox).toHaveLength(1);
    });
  });
});
