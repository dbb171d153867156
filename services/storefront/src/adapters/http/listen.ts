import { createServer } from 'node:http';
import { RuntimeError } from '@eventwright/runtime';
import { getRequestListener } from '@hono/node-server';

export interface HttpServer {
  readonly url: string;
  /** Takes no new requests, answers those under way, cuts off clients who do not come to an end. */
  close(): Promise<void>;
}

export interface ListenOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** How long `close` waits for requests under way, in milliseconds: longer than any takes by itself. Default 6,000. */
  readonly patience?: number;
}

/** Serves HTTP. Rejects with `CONFIGURATION_INVALID` where the port is taken. */
export async function listen(
  app: { fetch(request: Request): Response | Promise<Response> },
  { port, host = '127.0.0.1', patience = 6_000 }: ListenOptions,
): Promise<HttpServer> {
  const server = createServer(getRequestListener((request) => app.fetch(request)));
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error) => reject(explain(error, { port, host }))).listen(port, host, resolve);
  await listening;
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host}:${bound}`,
    async close() {
      const timer = setTimeout(() => server.closeAllConnections(), patience);
      await server[Symbol.asyncDispose]().finally(() => clearTimeout(timer));
    },
  };
}

function explain(error: Error, { port, host }: Required<Pick<ListenOptions, 'port' | 'host'>>): Error {
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error;
  const message = `Port ${port} of ${host} is taken. Stop what listens there, or set another port.`;
  return new RuntimeError('CONFIGURATION_INVALID', message, { cause: error });
}
