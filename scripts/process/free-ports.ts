import { createServer, type Server } from 'node:net';

import { EnvironmentError } from '../script-error.ts';

const host = '127.0.0.1';

/** Ports of 127.0.0.1 that nobody listens on at the moment, each one different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  // All are held before any is let go, or the system could hand out one port twice.
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map(portOf);
  await Promise.all(servers.map(close));
  return ports;
}

/** Rejects, naming the port, where one of them is taken. */
export async function requireFree(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    try {
      await close(await listen(port));
    } catch (cause) {
      throw new EnvironmentError(`port ${port} of ${host} is taken: stop what listens there, or choose another one`, {
        cause,
      });
    }
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no address');
  return address.port;
}
