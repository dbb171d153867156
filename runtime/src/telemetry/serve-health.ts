import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RuntimeError } from '../core/errors.ts';
import { createHealth, type Health, type HealthReport, type ServiceParts } from './health.ts';

export interface HealthOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Default 127.0.0.1: only this machine. In a container whose probes come from outside, `0.0.0.0`. */
  readonly host?: string;
  /** Answers `/metrics`; `openPrometheus` makes one. */
  readonly metrics?: { readonly contentType: string; text(): Promise<string> };
}

/**
 * Answers `/live`, `/ready` and `/metrics`. Codes are 200 and 503, with the reasons as JSON: `/live` says whether the process
 * is to be replaced, `/ready` whether work is to be given to it. Before `started` it is alive and not ready.
 */
export interface HealthServer {
  /** Where it listens, `http://127.0.0.1:9464`. */
  readonly url: string;
  /** The service is at work; from now on it is judged by its parts. */
  started(parts: ServiceParts): void;
  /** The service begins to stop, so it is not ready any more. Call it first of all. */
  stopping(): void;
  close(): Promise<void>;
}

/** Begins to answer. Rejects with `CONFIGURATION_INVALID` where the port is taken. */
export async function serveHealth({ port, host = '127.0.0.1', metrics }: HealthOptions): Promise<HealthServer> {
  const health = createHealth();
  const server = createServer({ maxHeaderSize: 8_192, requestTimeout: 10_000, headersTimeout: 5_000 });
  server.on('request', (request, response) => {
    void answer(request, { health, metrics }).then((given) => send(response, given));
  });
  const address = await listen(server, port, host);
  return {
    url: `http://${host}:${address.port}`,
    started: health.started,
    stopping: health.stopping,
    close: () => close(server),
  };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

interface Sources {
  readonly health: Health;
  readonly metrics: HealthOptions['metrics'];
}

async function answer({ method, url = '/' }: IncomingMessage, { health, metrics }: Sources): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'only GET and HEAD are answered' });
  const [path] = url.split('?');
  switch (path) {
    case '/live':
      return reported(health.live());
    case '/ready':
      return reported(await health.ready());
    case '/metrics':
      return metrics === undefined ? notFound() : metricsText(metrics);
    default:
      return notFound();
  }
}

async function metricsText(metrics: NonNullable<HealthOptions['metrics']>): Promise<Answer> {
  try {
    return { status: 200, type: metrics.contentType, body: await metrics.text() };
  } catch (error) {
    return json(500, { error: `metrics could not be read: ${error instanceof Error ? error.message : typeof error}` });
  }
}

const reported = (report: HealthReport): Answer => json(report.reasons.length === 0 ? 200 : 503, report);

const notFound = (): Answer => json(404, { error: 'there are /live, /ready and, where metrics are kept, /metrics' });

const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: `${JSON.stringify(body)}\n`,
});

/** Node leaves the body out of what answers HEAD. */
function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

async function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new RuntimeError(
          'CONFIGURATION_INVALID',
          `health cannot be served at ${host}:${port}: ${cause.message}; give another port, 0 for any that is free`,
          { cause },
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  // Later ones, such as of a broken connection, are none of the service's.
  server.on('error', () => undefined);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server listens on no port');
  return address;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
