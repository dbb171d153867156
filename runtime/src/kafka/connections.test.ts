import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConnections } from './connections.ts';

let server: Server;
let port = 0;

beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});

afterEach(() => {
  server.close();
});

const destination = () => ({ host: '127.0.0.1', port, ssl: null, onConnect: vi.fn() });

describe('createConnections', () => {
  it('cuts what is open, with an error so that nobody waits for answers, and opens no more', async () => {
    const connections = createConnections();
    const accepted = once(server, 'connection');
    const socket = connections.open(destination());
    await once(socket, 'connect');
    const [peer] = await accepted;
    const failed = once(socket, 'error');
    const closed = once(peer, 'close');
    peer.on('error', () => undefined);
    peer.resume();
    expect(connections.ended).toBe(false);
    connections.end();
    expect((await failed)[0]).toMatchObject({ message: 'the client was closed' });
    await closed;
    expect(connections.ended).toBe(true);
    expect(() => connections.open(destination())).toThrow('the client was closed');
  });
});
