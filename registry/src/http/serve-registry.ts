import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { RegistryResponse } from '../api/messages.ts';
import { RegistryError } from '../core/registry-error.ts';
import type { Registry } from '../registry.ts';
import { requireUser, type Users } from './basic-auth.ts';
import { defaultType, negotiateType } from './negotiate-type.ts';
import { readBody } from './read-body.ts';

export interface ServeOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Default 127.0.0.1: a registry for development is not for a network that others are on. */
  readonly host?: string;
  /** Who may come in, by name and password; without it everybody. */
  readonly users?: Users;
  /** Serves HTTPS instead of HTTP. */
  readonly tls?: Tls;
}

/** Both in PEM; the certificate may be a chain. */
export interface Tls {
  readonly certificate: string;
  readonly key: string;
}

export interface RegistryServer {
  /** Where clients reach it, without a slash at the end. */
  readonly url: string;
  /** Stops listening, waits until the requests under way are answered, then resolves. Does not close the registry. */
  close(): Promise<void>;
}

/** Serves a registry over HTTP. Rejects where the port cannot be had, or with what is wrong with the certificate. */
export async function serveRegistry(registry: Registry, options: ServeOptions): Promise<RegistryServer> {
  const { port, host = '127.0.0.1', users, tls } = options;
  const listener: RequestListener = (request, response) => {
    void answer(registry, request, users).then((answered) => send(response, answered, server.listening));
  };
  const server =
    tls === undefined
      ? createServer(listener)
      : createSecureServer({ cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' }, listener);
  await listen(server, port, host);
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server listens on no port');
  const name = host.includes(':') ? `[${host}]` : host;
  const url = `${tls === undefined ? 'http' : 'https'}://${name}:${address.port}`;
  return { url, close: () => close(server) };
}

async function answer(
  registry: Registry,
  request: IncomingMessage,
  users: Users | undefined,
): Promise<RegistryResponse> {
  try {
    if (users !== undefined) requireUser(users, request.headers.authorization);
    if (negotiateType(request.headers.accept) === undefined) throw new RegistryError(406, 'HTTP 406 Not Acceptable');
    const body = await readBody(request);
    const [path = '', ...search] = (request.url ?? '/').split('?');
    const query = new URLSearchParams(search.join('?'));
    return await registry.handle({
      method: request.method ?? 'GET',
      path,
      query,
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    const known = error instanceof RegistryError ? error : new RegistryError(400, `the request broke off: ${error}`);
    return { status: known.status, body: { error_code: known.code, message: known.message }, headers: known.headers };
  }
}

/** Those of Confluent's registry: what it says changes, and is nothing for a browser to interpret. */
const commonHeaders = {
  'Cache-Control': 'no-cache, no-store, must-revalidate',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-XSS-Protection': '1; mode=block',
};

/** An unread body and a server that is closing end the connection with the answer. */
function send(response: ServerResponse, answered: RegistryResponse, listening: boolean): void {
  const keep = listening && response.req.complete;
  const contentType = negotiateType(response.req.headers.accept) ?? defaultType;
  response.writeHead(answered.status, {
    ...(answered.status === 204 ? {} : { 'Content-Type': contentType }),
    ...commonHeaders,
    ...answered.headers,
    ...(keep ? {} : { Connection: 'close' }),
  });
  response.end('text' in answered ? answered.text : JSON.stringify(answered.body));
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** How long a client may take to finish a request when the server closes. In milliseconds. */
const patience = 5_000;

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => server.closeAllConnections(), patience);
    server.close((error) => {
      clearTimeout(deadline);
      // A server that is closed already has nothing left to do.
      if (error === undefined || ('code' in error && error.code === 'ERR_SERVER_NOT_RUNNING')) resolve();
      else reject(error);
    });
  });
}
