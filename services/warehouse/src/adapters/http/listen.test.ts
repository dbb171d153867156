import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { listen } from './listen.ts';

const app = { fetch: (request: Request) => new Response(new URL(request.url).pathname) };

describe('listen', () => {
  it('serves on this machine only, until it is closed', async () => {
    const server = await listen(app, { port: 0 });

    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(`${server.url}/items`)).text()).toBe('/items');
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it('rejects where the port is taken', async () => {
    const first = await listen(app, { port: 0 });
    const port = Number(new URL(first.url).port);

    await expect(listen(app, { port })).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken`);
    await first.close();
  });

  it('closes although a client never ends its request', async () => {
    const echo = { fetch: async (request: Request) => new Response(await request.text()) };
    const server = await listen(echo, { port: 0, patience: 100 });
    const client = connect(Number(new URL(server.url).port), '127.0.0.1').resume();
    client.write('POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{');
    await once(client, 'ready');
    const ended = once(
      client.on('error', () => undefined),
      'close',
    );
    await server.close();
    await ended;
  });
});
