import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { fingerprint64Hex } from '@eventwright/avro';
import { createRegistry, memoryStore, serveRegistry } from '@eventwright/registry';
import { SchemaRegistry as Client } from '@kafkajs/confluent-schema-registry';
import { afterEach, describe, expect, it } from 'vitest';
import { Decimal } from '../core/decimal.ts';
import { RuntimeError } from '../core/errors.ts';
import type { Schema } from '../core/schema.ts';
import { connectRegistry } from './connect-registry.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function schema<Value>(definition: unknown): Schema<Value> {
  return { name: 'test', version: 1, fingerprint: '', avro: JSON.stringify(definition) };
}

interface OrderV1 {
  readonly id: string;
  readonly total: Decimal;
}

interface OrderV2 extends OrderV1 {
  readonly points: bigint;
}

const orderV1Fields = [
  { name: 'id', type: 'string' },
  { name: 'total', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 } },
];
const orderV2Fields = [...orderV1Fields, { name: 'points', type: 'long', default: 0 }];
const orderV1 = schema<OrderV1>({ type: 'record', name: 'shop.Order', fields: orderV1Fields });
const orderV2 = schema<OrderV2>({ type: 'record', name: 'shop.Order', fields: orderV2Fields });
const order: OrderV1 = { id: 'o-1', total: Decimal.of('12.50') };

async function startRegistry(): Promise<{
  url: string;
  register(subject: string, avro: string, extra?: object): Promise<number>;
  stop(): Promise<void>;
}> {
  const registry = createRegistry({ store: memoryStore() });
  const server = await serveRegistry(registry, { port: 0 });
  let running = true;
  const stop = async () => {
    if (!running) return;
    running = false;
    await server.close();
    await registry.close();
  };
  closing.push(stop);
  const register = async (subject: string, avro: string, extra: object = {}): Promise<number> => {
    const response = await fetch(`${server.url}/subjects/${subject}/versions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ schema: avro, ...extra }),
    });
    const { id } = JSON.parse(await response.text());
    expect(response.status).toBe(200);
    return Number(id);
  };
  return { url: server.url, register, stop };
}

/** An HTTP server that answers what it is told and counts. */
async function startStub(answer: RequestListener): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, requests };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/vnd.schemaregistry.v1+json' });
  response.end(JSON.stringify(body));
}

async function failureOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    return RuntimeError.is(error) ? error.message : `not a RuntimeError: ${error}`;
  }
  return 'no failure';
}

describe('with a registry', () => {
  it('reads what it wrote, under the id of the schema', async () => {
    const server = await startRegistry();
    const id = await server.register('orders-value', orderV1.avro);
    const registry = connectRegistry({ url: `${server.url}/` });
    const writer = await registry.writer('orders-value', orderV1);
    const bytes = await writer.encode(order);
    expect([...bytes.subarray(0, 5)]).toEqual([0, 0, 0, 0, id]);
    const fingerprint = fingerprint64Hex(JSON.parse(orderV1.avro));
    expect(await registry.identify(bytes)).toEqual({ id, name: 'shop.Order', fingerprint, avro: orderV1.avro });
    expect(await registry.read(bytes, orderV1)).toStrictEqual(order);
  });

  it("understands the registry's own client, and is understood by it", async () => {
    const server = await startRegistry();
    const text = schema<{ name: string; tags: readonly string[] }>({
      type: 'record',
      name: 'shop.Item',
      fields: [
        { name: 'name', type: 'string' },
        { name: 'tags', type: { type: 'array', items: 'string' } },
      ],
    });
    const id = await server.register('items', text.avro);
    const registry = connectRegistry({ url: server.url });
    const client = new Client({ host: server.url });
    const value = { name: 'lamp', tags: ['red', 'tall'] };
    const bytes = await (await registry.writer('items', text)).encode(value);
    expect({ ...(await client.decode(Buffer.from(bytes))) }).toEqual(value);
    expect(await registry.read(await client.encode(id, value), text)).toStrictEqual(value);
  });

  it('reads older and newer versions as the one that is asked for', async () => {
    const server = await startRegistry();
    await server.register('orders-value', orderV1.avro);
    await server.register('orders-value', orderV2.avro);
    const registry = connectRegistry({ url: server.url });
    const v1 = await (await registry.writer('orders-value', orderV1)).encode(order);
    const v2 = await (await registry.writer('orders-value', orderV2)).encode({ ...order, points: 7n });
    expect(await registry.read(v1, orderV2)).toStrictEqual({ ...order, points: 0n });
    expect(await registry.read(v2, orderV1)).toStrictEqual(order);
    expect(await registry.read(v2, orderV2)).toStrictEqual({ ...order, points: 7n });
  });

  it('reads schemas that refer to others', async () => {
    const server = await startRegistry();
    const currency = JSON.stringify({ type: 'enum', name: 'shop.Currency', symbols: ['EUR', 'USD'] });
    const money = JSON.stringify({
      type: 'record',
      name: 'shop.Money',
      fields: [{ name: 'currency', type: 'shop.Currency' }],
    });
    const price = JSON.stringify({
      type: 'record',
      name: 'shop.Price',
      fields: [{ name: 'money', type: 'shop.Money' }],
    });
    const reference = (name: string, subject: string) => ({ references: [{ name, subject, version: 1 }] });
    await server.register('currency', currency);
    await server.register('money', money, reference('shop.Currency', 'currency'));
    const id = await server.register('price', price, reference('shop.Money', 'money'));
    const registry = connectRegistry({ url: server.url });
    const whole = price.replace('"shop.Money"', money.replace('"shop.Currency"', currency));
    const bytes = Uint8Array.of(0, 0, 0, 0, id, 2);
    expect(await registry.identify(bytes)).toMatchObject({ id, name: 'shop.Price' });
    expect(await registry.read(bytes, schema(JSON.parse(whole)))).toEqual({ money: { currency: 'USD' } });
  });

  it('refuses a value that does not fit, with its path', async () => {
    const server = await startRegistry();
    await server.register('orders-value', orderV1.avro);
    const writer = await connectRegistry({ url: server.url }).writer('orders-value', orderV1);
    const failure = await failureOf(() => writer.encode({ id: 'o-1', total: Decimal.of('1.234') }));
    expect(failure).toContain('[VALUE_INVALID] shop.Order does not fit its schema: total: expected a Decimal');
  });

  it('says when a schema is not registered, or not known', async () => {
    const server = await startRegistry();
    await server.register('orders-value', orderV1.avro);
    const registry = connectRegistry({ url: server.url });
    expect(await failureOf(() => registry.writer('orders-value', orderV2))).toMatch(
      /^\[SCHEMA_NOT_REGISTERED\] .*registry push/,
    );
    expect(await failureOf(() => registry.writer('other', orderV1))).toMatch(
      /^\[SCHEMA_NOT_REGISTERED\] .*subject other/,
    );
    expect(await failureOf(() => registry.identify(Uint8Array.of(0, 0, 0, 0, 99)))).toMatch(
      /^\[SCHEMA_UNKNOWN\] .*no schema 99/,
    );
  });

  it('needs the registry only for what it has not seen', async () => {
    const server = await startRegistry();
    await server.register('orders-value', orderV1.avro);
    const registry = connectRegistry({ url: server.url, timeout: 1000 });
    const bytes = await (await registry.writer('orders-value', orderV1)).encode(order);
    await registry.read(bytes, orderV1);
    await server.stop();
    const again = await (await registry.writer('orders-value', orderV1)).encode(order);
    expect(await registry.read(again, orderV2)).toStrictEqual({ ...order, points: 0n });
    expect(await failureOf(() => registry.writer('orders-value', orderV2))).toContain('[REGISTRY_UNAVAILABLE]');
  });

  it('refuses bytes that are no message', async () => {
    const registry = connectRegistry({ url: 'http://127.0.0.1:1' });
    expect(await failureOf(() => registry.identify(Uint8Array.of(1, 2)))).toContain('[FRAME_INVALID]');
    expect(await failureOf(() => registry.read(new Uint8Array(), orderV1))).toContain('[FRAME_INVALID]');
  });
});

describe('with a server that fails', () => {
  it('shares one request among those who want the same, and remembers the answer', async () => {
    const stub = await startStub((request, response) => {
      json(response, 200, request.method === 'POST' ? { id: 5 } : { schema: orderV1.avro });
    });
    const registry = connectRegistry({ url: stub.url });
    const writers = await Promise.all([1, 2, 3].map(() => registry.writer('a', orderV1)));
    const bytes = await Promise.all(writers.map((writer) => writer.encode(order)));
    await Promise.all(bytes.flatMap((message) => [registry.read(message, orderV1), registry.identify(message)]));
    expect(stub.requests).toEqual(['POST /subjects/a', 'GET /schemas/ids/5']);
  });

  it("asks once for a writer's schema that its code does not hold, however many messages come", async () => {
    const fields = [...orderV2Fields, { name: 'gift', type: 'boolean', default: false }];
    const unreleased = schema<OrderV2>({ type: 'record', name: 'shop.Order', fields });
    const stub = await startStub((request, response) => {
      json(response, 200, request.method === 'POST' ? { id: 6 } : { schema: unreleased.avro });
    });
    const writer = await connectRegistry({ url: stub.url }).writer('a', unreleased);
    const bytes = await writer.encode({ ...order, points: 7n });
    stub.requests.length = 0;
    const registry = connectRegistry({ url: stub.url });
    const readAll = () => Promise.all(Array.from({ length: 50 }, () => registry.read(bytes, orderV2)));
    for (const value of [...(await readAll()), ...(await readAll())]) {
      expect(value).toStrictEqual({ ...order, points: 7n });
    }
    expect(await registry.read(bytes, orderV1)).toStrictEqual(order);
    expect(await registry.identify(bytes)).toMatchObject({ id: 6, avro: unreleased.avro });
    expect(stub.requests).toEqual(['GET /schemas/ids/6']);
  });

  it('tries again after a failure', async () => {
    let broken = true;
    const stub = await startStub((_, response) => {
      if (broken) json(response, 500, { error_code: 50001, message: 'store is down' });
      else json(response, 200, { id: 5 });
    });
    const registry = connectRegistry({ url: stub.url });
    expect(await failureOf(() => registry.writer('a', orderV1))).toMatch(/^\[REGISTRY_UNAVAILABLE\] .*store is down/);
    broken = false;
    expect(await failureOf(() => registry.writer('a', orderV1))).toBe('no failure');
  });

  it('gives up on an answer that does not come or breaks off', async () => {
    const silent = await startStub(() => {});
    const breaking = await startStub((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('{');
      setImmediate(() => response.destroy());
    });
    for (const { url } of [silent, breaking]) {
      const registry = connectRegistry({ url, timeout: 100 });
      expect(await failureOf(() => registry.writer('a', orderV1))).toContain('[REGISTRY_UNAVAILABLE]');
    }
  });

  it('takes nothing for missing where somebody other than a registry says 404', async () => {
    const proxies = [
      await startStub((_, response) => response.writeHead(404).end('<html>no such site</html>')),
      await startStub((_, response) => json(response, 404, { message: 'no route matches' })),
    ];
    for (const { url } of proxies) {
      const registry = connectRegistry({ url });
      expect(await failureOf(() => registry.identify(Uint8Array.of(0, 0, 0, 0, 1)))).toMatch(
        /^\[REGISTRY_UNAVAILABLE\] .* as no schema registry does/,
      );
    }
  });

  it('says what is wrong with answers that are none of a registry, and with credentials', async () => {
    const html = await startStub((_, response) => response.end('<html>welcome</html>'));
    expect(await failureOf(() => connectRegistry({ url: html.url }).identify(Uint8Array.of(0, 0, 0, 0, 1)))).toContain(
      '[REGISTRY_UNAVAILABLE]',
    );
    const closed = await startStub((request, response) => {
      const given = request.headers.authorization;
      json(response, given === `Basic ${btoa('shop:secret')}` ? 200 : 401, { id: 5 });
    });
    const auth = { username: 'shop', password: 'secret' };
    expect(await failureOf(() => connectRegistry({ url: closed.url, auth }).writer('a', orderV1))).toBe('no failure');
    const refused = await failureOf(() =>
      connectRegistry({ url: closed.url, auth: { ...auth, password: 'x' } }).writer('a', orderV1),
    );
    expect(refused).toContain('[CONFIGURATION_INVALID]');
  });

  it('refuses schemas that are no Avro, or not valid', async () => {
    const answers = [{ schema: '{"type":"object"}', schemaType: 'JSON' }, { schema: '{"type":"record","name":"x"}' }];
    const stub = await startStub((request, response) => json(response, 200, answers[Number(request.url?.at(-1))]));
    const registry = connectRegistry({ url: stub.url });
    expect(await failureOf(() => registry.identify(Uint8Array.of(0, 0, 0, 0, 0)))).toBe(
      '[VALUE_UNREADABLE] Schema 0 is no Avro schema.',
    );
    expect(await failureOf(() => registry.identify(Uint8Array.of(0, 0, 0, 0, 1)))).toContain(
      '[VALUE_UNREADABLE] Schema 1',
    );
  });

  it('keeps passwords in the address out of messages', async () => {
    const registry = connectRegistry({ url: 'http://shop:secret@127.0.0.1:1/base/', timeout: 2000 });
    const failure = await failureOf(() => registry.writer('a', orderV1));
    expect(failure).toContain('http://127.0.0.1:1/base');
    expect(failure).not.toContain('secret');
  });

  it.each(['', 'registry', 'ftp://registry'])('refuses the address %j', (url) => {
    expect(() => connectRegistry({ url })).toThrow('[CONFIGURATION_INVALID]');
  });
});

it('type-checks values against the schema', async () => {
  const registry = connectRegistry({ url: 'http://127.0.0.1:1' });
  const typed = async () => {
    const writer = await registry.writer('a', orderV1);
    // @ts-expect-error: `total` is missing.
    await writer.encode({ id: 'o-1' });
  };
  expect(typed).toBeTypeOf('function');
});
