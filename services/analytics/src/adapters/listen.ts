import { createServer } from 'node:http';
import { RuntimeError } from '@eventwright/runtime';
import type { Api } from './sales-api.ts';

export interface HttpServer {
  readonly url: string;
  /** Takes no new requests and answers those under way, for up to a second. */
  close(): Promise<void>;
}

export interface ListenOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

/** How long `close` waits for requests under way, in milliseconds. */
const patience = 1_000;

/** Serves HTTP. Rejects with `CONFIGURATION_INVALID` where the port is taken. */
export async function listen(api: Api, { port, host = '127.0.0.1' }: ListenOptions): Promise<HttpServer> {
  const server = createServer((request, response) => {
    api(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else response.writeHead(503, { 'retry-after': '5' }).end();
    });
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error) => reject(explain(error, port))).listen(port, host, resolve);
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

function explain(error: Error, port: number): Error {
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error;
  const message = `Port ${port} is taken. Stop what listens there, or set another port.`;
  return new RuntimeError('CONFIGURATION_INVALID', message, { cause: error });
}
