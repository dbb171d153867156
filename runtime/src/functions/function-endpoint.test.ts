import { parseSchemaText } from '@eventwright/avro';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../core/application.ts';
import { RuntimeError } from '../core/errors.ts';
import { fatal, retry, retryLater } from '../core/handler-error.ts';
import type { SchemaRegistry } from '../core/schema-registry.ts';
import { binaryCodec } from '../registry/codec/binary-codec.ts';
import { schemaCodec } from '../registry/codec/schema-codec.ts';
import { type FunctionEndpointOptions, functionEndpoint } from './function-endpoint.ts';
import type { FunctionEvent } from './function-handler.ts';
import { httpFunction } from './http-function.ts';
import { type Order, order, orderEvent, orderOrigin, orderSchema, textSchema } from './testing/order-event.ts';

interface OrderHeaders {
  readonly channel: 'web' | 'app';
}

const message: Message<Order, Order, string, string, OrderHeaders> = {
  name: 'OrderPlaced',
  type: 'shop.Order.v1',
  value: orderSchema,
  key: textSchema,
  headers: [{ name: 'channel', type: 'string', required: true, values: ['web', 'app'] }],
};

const codec = schemaCodec(orderSchema.avro);
const read = codec.readerOf(binaryCodec(parseSchemaText(orderSchema.avro)));
const registry: SchemaRegistry = {
  writer: () => Promise.reject(new TypeError('not asked for')),
  identify: () => Promise.reject(new TypeError('not asked for')),
  // The reader of the one schema that there is gives its values.
  read: async <Output>(bytes: Uint8Array) => read(bytes.subarray(5)) as Output,
};

type Seen = FunctionEvent<Order, string, OrderHeaders>;

/** What the function sees, and how it answers, of what `httpFunction` sends. */
async function travel(mode: 'binary' | 'structured', options: FunctionEndpointOptions = { registry }) {
  const seen: Seen[] = [];
  const endpoint = functionEndpoint(message, async (event) => void seen.push(event), options);
  const run = httpFunction({ url: 'http://127.0.0.1/', mode, fetch: (url, init) => endpoint(new Request(url, init)) });
  await run(orderEvent, { signal: new AbortController().signal }, orderOrigin);
  return seen;
}

const json = { specversion: '1.0', id: 'e-1', source: '/s', type: 't', partitionkey: 'o-1', kafkaheaderchannel: 'web' };
const data = { orderId: 'o-1', count: '7', total: '1.00' };

const request = (body: unknown, headers = { 'content-type': 'application/cloudevents+json' }): Request =>
  new Request('http://127.0.0.1/', { method: 'POST', body: JSON.stringify(body), headers });

async function answer(run: (event: Seen) => Promise<void>, given = request({ ...json, data })): Promise<Response> {
  return functionEndpoint(message, run)(given);
}

describe('functionEndpoint', () => {
  it.each(['binary', 'structured'] as const)('gets the event as it was sent, in %s mode', async (mode) => {
    const [event, ...more] = await travel(mode);
    expect(more).toEqual([]);
    const { topic: _, partition: __, offset: ___, ...sent } = orderEvent;
    expect(event).toStrictEqual(sent);
    expect(event?.value.count).toBe(order.count);
  });

  it('says by its status what became of the event', async () => {
    expect((await answer(async () => undefined)).status).toBe(204);
    expect((await answer(() => Promise.reject(fatal('no')))).status).toBe(422);
    expect((await answer(() => Promise.reject(new Error('secret')))).status).toBe(500);
    const later = await answer(() => Promise.reject(retry('busy', { after: 2_500 })));
    expect([later.status, later.headers.get('retry-after')]).toEqual([503, '3']);
    expect((await answer(() => Promise.reject(retryLater('not yet')))).status).toBe(503);
    const failed = await answer(() => Promise.reject(new Error('secret')));
    expect(await failed.text()).not.toContain('secret');
  });

  it('asks for the event later while the registry is away, and needs one for bytes', async () => {
    const away = { ...registry, read: () => Promise.reject(new RuntimeError('REGISTRY_UNAVAILABLE', 'away')) };
    await expect(travel('binary', { registry: away })).rejects.toMatchObject({ handling: 'retry' });
    await expect(travel('binary', {})).rejects.toMatchObject({
      handling: 'fatal',
      message: expect.stringMatching('answered 415'),
    });
  });

  it.each<[number, string, Request]>([
    [405, 'with POST', new Request('http://127.0.0.1/')],
    [415, 'no CloudEvent', request({ ...json, data }, { 'content-type': 'application/json' })],
    [400, 'no CloudEvent in JSON', request([])],
    [400, 'version 1.0', request({ ...json, specversion: '0.3', data })],
    [400, 'has no "id"', request({ ...json, id: '', data })],
    [400, 'count: expected a bigint', request({ ...json, data: { ...data, count: 7 } })],
    [400, 'has to have a value', request(json)],
    [400, 'needs the header "channel"', request({ ...json, kafkaheaderchannel: undefined, data })],
    [400, '"time" of the event is none', request({ ...json, time: 'soon', data })],
    [413, 'more than 1048576 bytes', request({ ...json, data: 'x'.repeat(1_100_000) })],
  ])('refuses what is no such event: %i %s', async (status, text, given) => {
    const called: unknown[] = [];
    const response = await answer(async (event) => void called.push(event), given);
    expect([response.status, called]).toEqual([status, []]);
    expect(await response.text()).toContain(text);
  });

  it('answers whatever it is given, and calls the function with nothing that does not fit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.constantFrom('id', 'time', 'data', 'partitionkey'), async (any, name) => {
        const response = await answer(async () => undefined, request({ ...json, data, [name]: any }));
        expect([204, 400]).toContain(response.status);
      }),
      { numRuns: 50 },
    );
  });
});
