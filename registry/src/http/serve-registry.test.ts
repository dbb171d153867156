import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistry, type Registry } from '../registry.ts';
import { memoryStore } from '../store/memory-store.ts';
import { ask } from '../testing/ask.ts';
import { maximumBodySize } from './read-body.ts';
import { type RegistryServer, serveRegistry } from './serve-registry.ts';

let registry: Registry;
let server: RegistryServer;

beforeEach(async () => {
  registry = createRegistry({ store: memoryStore() });
  server = await serveRegistry(registry, { port: 0 });
});

afterEach(() => server.close());

const json = 'application/json';

async function post(
  path: string,
  body: string | Uint8Array,
  type?: string,
): Promise<{ status: number; body: unknown }> {
  const headers = type === undefined ? {} : { 'Content-Type': type };
  // Bytes, so that fetch adds no content type of its own.
  const response = await fetch(`${server.url}${path}`, { method: 'POST', body: Buffer.from(body), headers });
  expect(response.headers.get('content-type')).toBe('application/vnd.schemaregistry.v1+json');
  return { status: response.status, body: await response.json() };
}

/** Sends a request line as it is, which fetch would tidy up, and gives the status line of the answer. */
function statusOf(line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.on('error', reject);
    socket.on('data', (data) => {
      resolve(data.toString().split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.write(`${line} HTTP/1.1\r\nHost: registry\r\nConnection: close\r\n\r\n`);
  });
}

const schema = JSON.stringify({ schema: '"string"' });

describe('serveRegistry', () => {
  it('listens on this machine only, on a free port where 0 is asked for', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  });

  it('rejects where the port is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(serveRegistry(registry, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it.each([json, 'application/vnd.schemaregistry.v1+json; charset=utf-8', 'application/octet-stream', undefined])(
    'takes a body of type %s',
    async (type) => {
      expect((await post('/subjects/s/versions', schema, type)).status).toBe(200);
    },
  );

  it('refuses the types that a browser sends to other sites unasked', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect((await post('/subjects/s/versions', schema, type)).status).toBe(415);
    }
    expect((await ask(registry, 'GET /subjects')).body).toEqual([]);
  });

  it.each([
    ['{"schema": ', 400],
    ['[]', 400],
    ['"text"', 400],
    ['{"schema": {"type": "int"}}', 400],
    ['{"schema": "\\"int\\"", "references": {}}', 400],
    ['{"schema": "\\"int\\"", "references": [{"name": 1}]}', 400],
    ['{"schema": "\\"int\\"", "metadata": []}', 400],
    ['', 422],
    ['null', 422],
    ['{}', 422],
    ['{"schema": "   "}', 422],
    ['{"schema": "{"}', 422],
    ['{"schema": "\\"int\\"", "schemaType": "PROTOBUF"}', 422],
  ])('answers the body %s with %i and tells what is wrong', async (body, status) => {
    const answered = await post('/subjects/s/versions', body, json);
    expect(answered).toMatchObject({ status, body: { message: expect.stringMatching(/\w/) } });
  });

  it('says of a schema type that it does not take', async () => {
    const answered = await post('/subjects/s/versions', '{"schema": "{}", "schemaType": "JSON"}', json);
    const message = 'Invalid schema type JSON: this registry takes AVRO only';
    expect(answered).toEqual({ status: 422, body: { error_code: 42201, message } });
  });

  it('refuses a body that is no UTF-8', async () => {
    expect((await post('/subjects/s/versions', Uint8Array.of(0x22, 0xff, 0x22), json)).status).toBe(400);
  });

  it('refuses bodies and schemas that are too large', async () => {
    expect((await post('/subjects/s/versions', 'x'.repeat(maximumBodySize + 1), json)).status).toBe(413);
    const doc = 'x'.repeat(1024 * 1024);
    const large = JSON.stringify({ schema: JSON.stringify({ type: 'enum', name: 'E', symbols: [], doc }) });
    expect(await post('/subjects/s/versions', large, json)).toMatchObject({ status: 422, body: { error_code: 42209 } });
  });

  it('refuses nesting that would exhaust the stack', async () => {
    const deep = JSON.stringify({ schema: '['.repeat(500_000) });
    expect(await post('/subjects/s/versions', deep, json)).toMatchObject({ status: 422, body: { error_code: 42201 } });
    const rules = `{"schema":"\\"int\\"","ruleSet":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    expect((await post('/subjects/s/versions', rules, json)).status).toBe(400);
    expect((await post('/subjects/s/versions', schema, json)).status).toBe(200);
  });

  it('treats names that are special in JavaScript as plain names', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', '%2e%2e%2fetc']) {
      expect((await post(`/subjects/${encodeURIComponent(name)}/versions`, schema, json)).status).toBe(200);
    }
    const listed = await ask(registry, 'GET /subjects');
    expect(listed.body).toEqual(['%2e%2e%2fetc', '__proto__', 'constructor', 'toString']);
  });

  it('answers unknown paths, methods and broken encodings without failing', async () => {
    expect(await statusOf('GET /nothing')).toContain(' 404 ');
    expect(await statusOf('GET //')).toContain(' 404 ');
    expect(await statusOf('PATCH /subjects')).toContain(' 405 ');
    expect(await statusOf('GET /subjects/%zz/versions')).toContain(' 400 ');
    expect(await statusOf('GET /subjects/%ff/versions')).toContain(' 400 ');
    expect(await statusOf('GET /schemas/ids/1e3')).toContain(' 404 ');
    expect(await statusOf('GET http://elsewhere/subjects')).toContain(' 404 ');
    expect(await statusOf('GET /subjects?limit=x')).toContain(' 400 ');
    expect(await statusOf('GET /subjects?limit=1?&deleted=%zz')).toContain(' 400 ');
    expect(await statusOf('GET /subjects')).toContain(' 200 ');
  });

  it('reads a body in the charset that it says', async () => {
    const type = `${json}; charset="utf-16le"`;
    expect((await post('/subjects/s/versions', Buffer.from(schema, 'utf16le'), type)).status).toBe(200);
    expect((await post('/subjects/s/versions', schema, `${json}; charset=klingon`)).status).toBe(415);
  });

  it('answers as the type that the client asks for, and with 406 where it has none of them', async () => {
    const get = (accept: string): Promise<Response> => fetch(`${server.url}/subjects`, { headers: { accept } });
    expect((await get(json)).headers.get('content-type')).toBe(json);
    const refused = await get('text/html');
    expect([refused.status, await refused.json()]).toEqual([
      406,
      { error_code: 406, message: 'HTTP 406 Not Acceptable' },
    ]);
  });

  it('answers HEAD with the head of the answer to GET', async () => {
    const response = await fetch(`${server.url}/subjects`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect((await fetch(`${server.url}/subjects/none/versions`, { method: 'HEAD' })).status).toBe(404);
  });

  it('says which methods a path has', async () => {
    const response = await fetch(`${server.url}/subjects/s`, { method: 'PATCH' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, DELETE']);
    expect(await response.json()).toEqual({ error_code: 405, message: 'HTTP 405 Method Not Allowed' });
  });

  it('sends the headers of Confluent’s registry', async () => {
    const { headers } = await fetch(`${server.url}/v1/metadata/id`);
    expect(headers.get('cache-control')).toBe('no-cache, no-store, must-revalidate');
    expect(headers.get('x-xss-protection')).toBe('1; mode=block');
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('sends no body with 204', async () => {
    const response = await fetch(`${server.url}/contexts/.gone`, { method: 'DELETE' });
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([204, null, '']);
  });

  it('refuses control characters in a subject', async () => {
    expect(await post('/subjects/a%00b/versions', schema, json)).toMatchObject({
      status: 422,
      body: { error_code: 42208 },
    });
  });

  it('answers what is under way before it is closed, and nothing after', async () => {
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const slow = await serveRegistry(
      {
        ...registry,
        handle: async (asked) => {
          started.resolve();
          await release.promise;
          return registry.handle(asked);
        },
      },
      { port: 0 },
    );
    const answer = fetch(`${slow.url}/subjects`);
    await started.promise;
    const closed = slow.close();
    release.resolve();
    expect((await answer).status).toBe(200);
    await closed;
    await expect(fetch(`${slow.url}/subjects`)).rejects.toThrow();
    await slow.close();
  });

  it('outlives a client that breaks off in the middle of its body', async () => {
    const broken = request(`${server.url}/subjects/s/versions`, {
      method: 'POST',
      headers: { 'Content-Length': 100, 'Content-Type': json },
    });
    const failed = new Promise((resolve) => broken.on('error', resolve));
    broken.write('{"schema"', () => broken.destroy());
    await failed;
    expect((await post('/subjects/s/versions', schema, json)).status).toBe(200);
  });
});
