import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectPostgres } from './connect-postgres.ts';

/** A message of PostgreSQL's protocol: its kind, its length, its body. */
function message(kind: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(kind), length, Buffer.from(body, 'latin1')]);
}

const welcome = Buffer.concat([message('R', '\0\0\0\0'), message('Z', 'I')]);
const farewell = message('E', 'SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0');

/** A server that lets everybody in and dies in the same breath, so that both come in one piece. */
async function dyingServer(): Promise<number> {
  const server = createServer((socket) => {
    socket.once('data', () => socket.end(Buffer.concat([welcome, farewell])));
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a server that dies as it lets a connection in', () => {
  it('is unavailable, and takes no process with it', async () => {
    const url = `postgres://somebody@127.0.0.1:${await dyingServer()}/anything`;
    await expect(connectPostgres({ url })).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });
});
