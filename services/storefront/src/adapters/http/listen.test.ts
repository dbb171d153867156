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
});
