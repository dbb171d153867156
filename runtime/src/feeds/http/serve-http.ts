import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Logger } from '../../core/client.ts';
import { RuntimeError } from '../../core/errors.ts';
import { quietLogger } from '../../core/quiet-logger.ts';
import type { FeedApi } from './feed-api.ts';
import { problemResponse } from './problem.ts';

/** Answers requests that are its own. */
export interface HttpApi {
  fetch(request: Request): Promise<Response | undefined>;
  readonly upgrade?: FeedApi['upgrade'];
  /** Ends what would never end by itself. */
  readonly close?: () => void;
}

export interface ServeHttpOptions {
  /** The first that knows a request answers it. */
  readonly apis: readonly HttpApi[];
  /** 0 takes any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default: says nothing. */
  readonly log?: Logger;
  /** How long `close` waits for requests under way, in milliseconds. Default 6,000. */
  readonly patience?: number;
}

export interface HttpServer {
  readonly url: string;
  /** Ends streams, answers requests under way, cuts off clients who do not come to an end. */
  close(): Promise<void>;
}

/** Serves APIs on Node's own server. Rejects with `CONFIGURATION_INVALID` where the port is taken. */
export async function serveHttp(options: ServeHttpOptions): Promise<HttpServer> {
  const { apis, port, host = '127.0.0.1', patience = 6_000 } = options;
  const log = quietLogger(options.log);
  const server = createServer((request, response) => void respond(apis, { request, response, log }));
  server.on('upgrade', (request, socket, head) => {
    if (!apis.some((api) => api.upgrade?.(request, socket, head))) socket.destroy();
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error) => reject(explain(error, port, host))).listen(port, host, resolve);
  await listening;
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host}:${bound}`,
    close: async () => {
      for (const api of apis) api.close?.();
      const timer = setTimeout(() => server.closeAllConnections(), patience);
      await server[Symbol.asyncDispose]().finally(() => clearTimeout(timer));
    },
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly log: Logger;
}

async function respond(apis: readonly HttpApi[], { request, response, log }: Exchange): Promise<void> {
  try {
    const asked = requestOf(request, response);
    const answer = asked === undefined ? badRequest() : await firstAnswer(apis, asked);
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body === null) response.end();
    else await pipeline(Readable.fromWeb(answer.body), response);
  } catch (error) {
    // A client that went away in the middle is no error of ours.
    if (response.destroyed || response.headersSent) return void response.destroy();
    log.warn({ err: error, method: request.method, url: request.url }, 'a request could not be answered');
    const answer = problemResponse({ status: 503, title: 'Try again in a moment.', headers: { 'retry-after': '5' } });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  }
}

async function firstAnswer(apis: readonly HttpApi[], request: Request): Promise<Response> {
  for (const api of apis) {
    const answer = await api.fetch(request);
    if (answer !== undefined) return answer;
  }
  return problemResponse({ status: 404, title: 'There is nothing of that name here.' });
}

const badRequest = (): Response => problemResponse({ status: 400, title: 'The request is not valid.' });

/** Undefined where no URL can be made of it. Its signal is aborted when the client goes. */
function requestOf(request: IncomingMessage, response: ServerResponse): Request | undefined {
  const address = `http://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`;
  if (!URL.canParse(address)) return undefined;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  const { method = 'GET' } = request;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const body = method === 'GET' || method === 'HEAD' ? {} : { body: Readable.toWeb(request), duplex: 'half' as const };
  return new Request(address, { method, headers, signal: gone.signal, ...body });
}

function explain(error: Error, port: number, host: string): Error {
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error;
  const message = `Port ${port} of ${host} is taken. Stop what listens there, or set another port.`;
  return new RuntimeError('CONFIGURATION_INVALID', message, { cause: error });
}
