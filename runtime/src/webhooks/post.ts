import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { hostOf, type TargetRules, targetAddress } from './target.ts';

export interface PostOptions extends TargetRules {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For all of it, DNS included, in milliseconds. */
  readonly timeout: number;
}

/** What came of it. */
export type PostOutcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** What `Retry-After` asks for, in milliseconds. */
      readonly retryAfter: number | undefined;
    }
  | { readonly kind: 'failure'; readonly error: string };

/** Bytes of a reply that are read before the connection is cut; nothing of it is kept. */
const mostRead = 16 * 1_024;

/** For how long, in milliseconds. */
const longestRead = 1_000;

/** Bytes of the headers of a reply. */
const mostHeaders = 8 * 1_024;

/**
 * Posts to a stranger: to the address that was checked and no other, following no redirect, reading little, and for so
 * long only. Never rejects.
 */
export async function post(url: URL, options: PostOptions): Promise<PostOutcome> {
  const deadline = AbortSignal.timeout(options.timeout);
  try {
    const address = await before(deadline, targetAddress(url, options));
    return await before(deadline, send(url, address, { ...options, deadline }));
  } catch (error) {
    if (deadline.aborted) return { kind: 'failure', error: `no answer within ${options.timeout / 1_000} s` };
    return { kind: 'failure', error: errorText(error) };
  }
}

interface Sending extends PostOptions {
  readonly deadline: AbortSignal;
}

function send(url: URL, address: string, { headers, body, deadline }: Sending): Promise<PostOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<PostOutcome>();
  const host = hostOf(url);
  const options: RequestOptions = {
    method: 'POST',
    // A literal address: nothing is looked up any more.
    host: address,
    port: url.port || (url.protocol === 'https:' ? 443 : 80),
    path: url.pathname + url.search,
    headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body), connection: 'close' },
    agent: false,
    signal: deadline,
    maxHeaderSize: mostHeaders,
  };
  const request =
    url.protocol === 'https:'
      ? requestHttps({ ...options, ...(isIP(host) === 0 ? { servername: host } : {}) })
      : requestHttp(options);
  request.on('error', reject);
  request.on('response', (reply) => {
    const { statusCode: status = 0 } = reply;
    const retryAfter = retryAfterOf(reply.headers['retry-after']);
    drop(reply, () => resolve({ kind: 'answer', status, retryAfter }));
  });
  request.end(body);
  return promise;
}

/**
 * The status has said all. What follows is read up to a bound and for a moment, so that a polite receiver may end its
 * sentence; the try lasts until the connection is done with, so no receiver can make us hold more than it has tries.
 */
function drop(reply: IncomingMessage, done: () => void): void {
  let read = 0;
  const timer = setTimeout(() => reply.destroy(), longestRead);
  reply.on('error', () => undefined);
  reply.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > mostRead) reply.destroy();
  });
  reply.on('close', () => {
    clearTimeout(timer);
    done();
  });
}

function retryAfterOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

/** Work that has no signal of its own, such as a lookup. */
function before<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(deadline.reason);
  if (deadline.aborted) abort();
  deadline.addEventListener('abort', abort, { once: true });
  return Promise.race([work, promise]).finally(() => deadline.removeEventListener('abort', abort));
}

/** For the owner of the endpoint: what happened on the way, and nothing of our network. */
function errorText(error: unknown): string {
  if (!(error instanceof Error)) return 'the connection failed';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code === undefined ? error.message.slice(0, 200) : `the connection failed: ${code}`;
}
