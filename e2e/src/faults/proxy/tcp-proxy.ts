import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Random } from '../random.ts';
import { type ChunkVerdict, type Direction, type Link, type LinkFaults, openLink } from './link.ts';

/** What is wrong with the network, for all connections of a proxy, until it is healed. */
export interface NetworkFaults {
  /** From the client to the server. */
  readonly up?: LinkFaults;
  /** From the server to the client. */
  readonly down?: LinkFaults;
  /** New connections are reset at once. */
  readonly refuse?: boolean;
}

/** Looks at every chunk that comes in and says what becomes of it. */
export type Inspect = (direction: Direction, chunk: Buffer, connection: object) => ChunkVerdict;

/** A TCP server on 127.0.0.1 behind which another one stands, and a network that fails on demand between the two. */
export interface TcpProxy {
  readonly port: number;
  /** Connections that are open. */
  readonly connections: number;
  /** From now on, for open connections as well. */
  impose(faults: NetworkFaults): void;
  /** Looks at the traffic; one at a time, undefined to stop. */
  inspect(inspect: Inspect | undefined): void;
  /** Resets all open connections. Returns how many. */
  cut(): number;
  /** All passes again. Connections that have lost bytes are reset. */
  heal(): void;
  close(): Promise<void>;
}

export interface TcpProxyOptions {
  /** Port of 127.0.0.1 behind it; asked anew for each connection. */
  readonly target: () => number;
  readonly random: Random;
  /** Default: a free one. */
  readonly port?: number;
}

interface Connection {
  readonly client: Socket;
  readonly server: Socket;
  readonly links: readonly Link[];
}

const host = '127.0.0.1';

/** Opens one, healthy. */
export async function openTcpProxy({ target, random, port = 0 }: TcpProxyOptions): Promise<TcpProxy> {
  const open = new Set<Connection>();
  let faults: NetworkFaults = {};
  let inspecting: Inspect | undefined;

  function accept(client: Socket): void {
    if (faults.refuse) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({ port: target(), host, allowHalfOpen: true, noDelay: true });
    client.setNoDelay(true);
    const link = (direction: Direction): Link =>
      openLink({
        from: direction === 'up' ? client : server,
        to: direction === 'up' ? server : client,
        faults: () => faults[direction] ?? {},
        inspect: (chunk) => inspecting?.(direction, chunk, client) ?? 'pass',
        random,
      });
    const connection = { client, server, links: [link('up'), link('down')] };
    open.add(connection);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      // An end that disappears takes the other one with it, unless the network would not tell.
      socket.on('error', () => (faults.up?.drop || faults.down?.drop ? undefined : other.destroy()));
      socket.on('close', () => {
        if (client.destroyed && server.destroyed) open.delete(connection);
      });
    }
  }

  function reset(connections: Iterable<Connection>): number {
    const ended = [...connections];
    for (const { client, server } of ended) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
    return ended.length;
  }

  const server = createServer({ allowHalfOpen: true }, accept).listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has no port');
  return {
    port: address.port,
    get connections() {
      return open.size;
    },
    impose: (imposed) => {
      faults = imposed;
    },
    inspect: (inspect) => {
      inspecting = inspect;
    },
    cut: () => reset(open),
    heal: () => {
      faults = {};
      reset(
        [...open].filter(({ client, server: behind, links }) => {
          return client.destroyed !== behind.destroyed || links.some(({ damaged }) => damaged);
        }),
      );
    },
    close: async () => {
      reset(open);
      server.close();
      await once(server, 'close');
    },
  };
}
