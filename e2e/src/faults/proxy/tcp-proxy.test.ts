import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../random.ts';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts';

let echo: Server;
let proxy: TcpProxy;
const sockets: Socket[] = [];
const heard: string[] = [];

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}

beforeEach(async () => {
  heard.length = 0;
  echo = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      heard.push(chunk.toString());
      socket.write(chunk);
    });
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await openTcpProxy({ target: () => portOf(echo), random: seededRandom(1) });
});

afterEach(async () => {
  await proxy.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  echo.close();
});

interface TestClient {
  readonly socket: Socket;
  readonly closed: boolean;
  received(): string;
}

async function open(): Promise<TestClient> {
  const socket = connect(proxy.port, '127.0.0.1');
  sockets.push(socket);
  let text = '';
  let closed = false;
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    closed = true;
  });
  await once(socket, 'connect');
  return {
    socket,
    get closed() {
      return closed;
    },
    received: () => text,
  };
}

/** Resolves when the client got it. Rejects after a second. */
async function answered(client: TestClient, text: string): Promise<void> {
  await vi.waitFor(() => expect(client.received()).toBe(text), { timeout: 2_000, interval: 5 });
}

describe('openTcpProxy', () => {
  it('passes bytes both ways, and the end of a stream', async () => {
    const client = await open();
    client.socket.write('hello');
    await answered(client, 'hello');
    client.socket.end();
    await vi.waitFor(() => expect(client.closed).toBe(true));
    await vi.waitFor(() => expect(proxy.connections).toBe(0));
  });

  it('delays what passes, and keeps its order', async () => {
    const client = await open();
    proxy.impose({ down: { delay: { mean: 60, jitter: 40 } } });
    const start = performance.now();
    for (const digit of '0123456789') client.socket.write(digit);
    await answered(client, '0123456789');
    expect(performance.now() - start).toBeGreaterThanOrEqual(19);
  });

  it('slows down to a rate', async () => {
    const client = await open();
    proxy.impose({ up: { rate: 10_000 } });
    const start = performance.now();
    client.socket.write('x'.repeat(2_000));
    await answered(client, 'x'.repeat(2_000));
    expect(performance.now() - start).toBeGreaterThanOrEqual(195);
  });

  it('loses chunks as TCP does: they come later', async () => {
    const client = await open();
    proxy.impose({ up: { loss: 1 } });
    const start = performance.now();
    client.socket.write('once more');
    await answered(client, 'once more');
    expect(performance.now() - start).toBeGreaterThanOrEqual(195);
  });

  it('drops responses only, so that the server has heard what the client believes lost, and cuts them when it heals', async () => {
    const client = await open();
    proxy.impose({ down: { drop: true } });
    client.socket.write('order');
    await vi.waitFor(() => expect(heard).toEqual(['order']));
    expect(client.received()).toBe('');
    expect(client.closed).toBe(false);
    proxy.heal();
    await vi.waitFor(() => expect(client.closed).toBe(true));
    expect(client.received()).toBe('');
  });

  it('leaves connections half open: new ones are taken and never answered', async () => {
    proxy.impose({ up: { drop: true }, down: { drop: true } });
    const swallowed = vi.fn(() => 'pass' as const);
    proxy.inspect(swallowed);
    const client = await open();
    client.socket.write('anybody?');
    await vi.waitFor(() => expect(swallowed).toHaveBeenCalledOnce());
    expect(client.closed).toBe(false);
    proxy.heal();
    await vi.waitFor(() => expect(client.closed).toBe(true));
    expect(heard).toEqual([]);
  });

  it('lets connections that lost nothing live on when it heals', async () => {
    const client = await open();
    client.socket.write('before');
    await answered(client, 'before');
    proxy.impose({ down: { drop: true } });
    proxy.heal();
    client.socket.write(' after');
    await answered(client, 'before after');
  });

  it('cuts what is open, and takes new connections', async () => {
    const client = await open();
    client.socket.write('hello');
    await answered(client, 'hello');
    expect(proxy.cut()).toBe(1);
    await vi.waitFor(() => expect(client.closed).toBe(true));
    const next = await open();
    next.socket.write('again');
    await answered(next, 'again');
  });

  it('refuses new connections while it is told to', async () => {
    proxy.impose({ refuse: true });
    const client = await open().catch(() => undefined);
    await vi.waitFor(() => expect(client?.closed ?? true).toBe(true));
    proxy.heal();
    const next = await open();
    next.socket.write('welcome');
    await answered(next, 'welcome');
  });

  it('shows the traffic to who inspects it, and drops or cuts as told', async () => {
    const client = await open();
    proxy.inspect((direction, chunk) => (direction === 'down' && chunk.includes('secret') ? 'drop' : 'pass'));
    client.socket.write('public');
    await answered(client, 'public');
    client.socket.write('secret');
    await vi.waitFor(() => expect(heard).toEqual(['public', 'secret']));
    proxy.inspect((direction, chunk) => (direction === 'down' && chunk.includes('end') ? 'cut' : 'pass'));
    client.socket.write('end');
    await vi.waitFor(() => expect(client.closed).toBe(true));
    expect(heard).toContain('end');
    expect(client.received()).toBe('public');
  });

  it('holds a chunk up, and what follows it on the same connection', async () => {
    const [held, other] = [await open(), await open()];
    proxy.inspect((direction, chunk) => (direction === 'up' && chunk.includes('slow') ? 150 : 'pass'));
    const start = performance.now();
    held.socket.write('slow');
    await vi.waitFor(() => expect(proxy.connections).toBe(2));
    other.socket.write('quick');
    await answered(other, 'quick');
    held.socket.write('er');
    await answered(held, 'slower');
    expect(performance.now() - start).toBeGreaterThanOrEqual(149);
  });

  it('passes on that the server has gone', async () => {
    const client = await open();
    client.socket.write('hello');
    await answered(client, 'hello');
    for (const socket of sockets) if (socket !== client.socket) socket.destroy();
    await vi.waitFor(() => expect(client.closed).toBe(true));
  });
});
