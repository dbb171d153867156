import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { type HttpApi, serveHttp } from './serve-http.ts';

const echo: HttpApi = {
  fetch: async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/broken') throw new Error('the database is away');
    return pathname === '/echo' ? new Response(await request.text(), { status: 201 }) : undefined;
  },
};

async function serve(port = 0): Promise<string> {
  const { url, close } = await serveHttp({ apis: [echo], port, patience: 0 });
  onTestFinished(close);
  return url;
}

it('lets the first that knows a request answer it', async () => {
  const url = await serve();
  const answered = await fetch(`${url}/echo`, { method: 'POST', body: 'hello' });
  expect([answered.status, await answered.text()]).toEqual([201, 'hello']);
  const unknown = await fetch(`${url}/elsewhere`);
  expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
});

it('asks to come again where something is away, and tells nothing of it', async () => {
  const url = await serve();
  const answered = await fetch(`${url}/broken`);
  expect([answered.status, answered.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await answered.text()).not.toContain('database');
});

it('says which port is taken', async () => {
  const url = await serve();
  await expect(serve(Number(new URL(url).port))).rejects.toThrow('[CONFIGURATION_INVALID] Port');
});

it('ends an upgrade that nobody knows', async () => {
  const url = await serve();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.write('GET /x HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
  await ended;
});

it('goes on where a request has no valid address', async () => {
  const url = await serve();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const answered = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
  socket.write('GET / HTTP/1.1\r\nhost: [\r\n\r\n');
  expect(await answered).toContain('400');
  socket.destroy();
  expect((await fetch(`${url}/echo`, { method: 'POST', body: '' })).status).toBe(201);
});
