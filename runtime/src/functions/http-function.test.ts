import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { handlingOf, retryAfterOf } from '../core/handler-error.ts';
import { type HttpFunctionOptions, httpFunction } from './http-function.ts';
import { functionServer } from './testing/function-server.ts';
import { orderEvent, orderOrigin } from './testing/order-event.ts';

const never = new AbortController().signal;

const call = (options: HttpFunctionOptions, signal = never): Promise<void> =>
  httpFunction(options)(orderEvent, { signal }, orderOrigin);

async function failureOf(work: Promise<unknown>): Promise<Error> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new TypeError('nothing was thrown');
  return error;
}

describe('httpFunction', () => {
  it('posts the event as JSON by which nothing is lost, with its id to recognise it', async () => {
    const { url, calls } = await functionServer((response) => response.end('thanks'));
    await call({ url, headers: { authorization: 'Bearer secret' } });
    expect(calls).toHaveLength(1);
    const [{ method, path, headers, body } = { body: '' }] = calls;
    expect([method, path]).toEqual(['POST', '/function']);
    expect(headers).toMatchObject({
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'idempotency-key': '"e-1"',
      authorization: 'Bearer secret',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    });
    expect(JSON.parse(body.toString())).toEqual({
      specversion: '1.0',
      id: 'e-1',
      source: '/storefront',
      type: 'shop.Order.v1',
      time: '2026-11-21T10:00:00.000Z',
      subject: 'Bücher "neu"',
      partitionkey: 'o-1',
      correlationid: 'c-1',
      sequence: '0007',
      kafkaheaderchannel: 'web',
      datacontenttype: 'application/json',
      data: { orderId: 'o-1', count: '9007199254740993', total: '12.50' },
    });
  });

  it('posts the bytes of the record with its attributes as headers', async () => {
    const { url, calls } = await functionServer((response) => response.writeHead(204).end());
    await call({ url, mode: 'binary' });
    const [posted] = calls;
    expect(posted?.body).toEqual(Buffer.from(orderOrigin.record.value ?? []));
    expect(posted?.headers).toMatchObject({
      'content-type': 'application/avro',
      'ce-specversion': '1.0',
      'ce-id': 'e-1',
      'ce-subject': 'B%C3%BCcher%20%22neu%22',
      'ce-sequence': '0007',
      'ce-kafkaheaderchannel': 'web',
    });
  });

  it('posts no data for a tombstone', async () => {
    const { url, calls } = await functionServer((response) => response.end());
    const origin = { ...orderOrigin, record: { ...orderOrigin.record, value: null } };
    for (const mode of ['binary', 'structured'] as const) {
      await httpFunction({ url, mode })({ ...orderEvent, value: null }, { signal: never }, origin);
    }
    expect(calls[0]?.body).toHaveLength(0);
    expect(calls[0]?.headers['content-type']).toBeUndefined();
    expect(JSON.parse(String(calls[1]?.body))).not.toHaveProperty('data');
  });

  it.each([
    [204, undefined, undefined],
    [429, 'retry', 7_000],
    [503, 'retry', 7_000],
    [302, 'retry', 7_000],
    [400, 'fatal', undefined],
    [404, 'fatal', undefined],
  ])('goes by the status: %i', async (status, handling, after) => {
    const { url, calls } = await functionServer((response) =>
      response.writeHead(status, { 'retry-after': '7', location: '/elsewhere' }).end(),
    );
    const outcome = call({ url });
    if (handling === undefined) return expect(await outcome).toBeUndefined();
    const error = await failureOf(outcome);
    expect([handlingOf(error), retryAfterOf(error)]).toEqual([handling, after]);
    expect(error.message).toContain(`the function at ${url} answered ${status}`);
    // No redirect was followed.
    expect(calls).toHaveLength(1);
  });

  it('goes by the rules that it was given', async () => {
    const { url } = await functionServer((response) => response.writeHead(409).end());
    await call({ url, replies: { 409: 'done' } });
    expect(handlingOf(await failureOf(call({ url, replies: { 409: 'retry' } })))).toBe('retry');
  });

  it('gives up waiting for a function that hangs, before its reply', async () => {
    const { url } = await functionServer(() => undefined);
    const error = await failureOf(call({ url, timeout: 50 }));
    expect([handlingOf(error), error.message]).toEqual(['retry', `the function at ${url} did not answer within 50 ms`]);
  });

  it('takes the status for the answer, whatever body follows', async () => {
    const endless = await functionServer((response) => {
      response.writeHead(200);
      const flood = (): void => {
        while (!response.destroyed && response.write('x'.repeat(100_000)));
        if (!response.destroyed) response.once('drain', flood);
      };
      flood();
    });
    const hanging = await functionServer((response) => response.writeHead(200).write('x'));
    const broken = await functionServer((response) => {
      response.writeHead(500).write('x');
      response.destroy();
    });
    const before = process.memoryUsage().rss;
    await call({ url: endless.url, timeout: 60_000 });
    await call({ url: hanging.url, timeout: 60_000 });
    expect(handlingOf(await failureOf(call({ url: broken.url })))).toBe('retry');
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  it('tries later where the connection is refused, or cut off', async () => {
    const server = createServer((socket) => socket.resetAndDestroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const url = `http://127.0.0.1:${port}/`;
    const cut = await failureOf(call({ url }));
    expect([handlingOf(cut), cut.message]).toEqual(['retry', `the function at ${url} could not be reached`]);
    await new Promise((resolve) => server.close(resolve));
    expect(handlingOf(await failureOf(call({ url })))).toBe('retry');
  });

  it('ends with the work that it is part of, for the reason that this has', async () => {
    const work = new AbortController();
    const { url } = await functionServer(() => work.abort(new Error('the partition went to somebody else')));
    expect((await failureOf(call({ url }, work.signal))).message).toBe('the partition went to somebody else');
  });

  it('calls as many at a time as it may, whoever asks', async () => {
    const answers: (() => void)[] = [];
    const { url, calls } = await functionServer((response) => answers.push(() => response.end()));
    const run = httpFunction({ url, concurrency: 2 });
    const all = Array.from({ length: 5 }, () => run(orderEvent, { signal: never }, orderOrigin));
    for (let done = 0; done < 5; done += 1) {
      await expect.poll(() => calls.length).toBe(Math.min(done + 2, 5));
      expect(calls.length - done).toBeLessThanOrEqual(2);
      answers[done]?.();
      await Promise.race(all.slice(done));
      await all[done];
    }
  });

  it('asks for its headers each time, and tries later where there are none', async () => {
    const { url, calls } = await functionServer((response) => response.end());
    let token = 0;
    const headers = async (): Promise<Readonly<Record<string, string>>> => {
      token += 1;
      if (token > 2) throw new Error('no token today');
      return { authorization: `Bearer ${token}` };
    };
    const run = httpFunction({ url, headers });
    const once = (): Promise<void> => run(orderEvent, { signal: never }, orderOrigin);
    await once();
    await once();
    expect(calls.map((one) => one.headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
    expect(handlingOf(await failureOf(once()))).toBe('retry');
  });

  it.each<[string, Partial<HttpFunctionOptions>]>([
    ['expected an address such as', { url: 'ftp://example.com' }],
    ['expected an address such as', { url: 'orders' }],
    ['has a password', { url: 'http://user:secret@example.com/' }],
    ['"timeout" of a function is 0', { timeout: 0 }],
    ['"concurrency" of a function is 0', { concurrency: 0 }],
  ])('says what is wrong with its options: %s', (problem, options) => {
    const making = (): unknown => httpFunction({ url: 'http://127.0.0.1/', ...options });
    expect(making).toThrow('[CONFIGURATION_INVALID]');
    expect(making).toThrow(problem);
    expect(making).not.toThrow('secret');
  });

  it('needs the record, which a wrapper does not hand on', async () => {
    const run = httpFunction({ url: 'http://127.0.0.1/' });
    await expect(run(orderEvent, { signal: never })).rejects.toThrow('needs the record that the event comes from');
  });
});
