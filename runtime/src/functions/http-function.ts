import { RuntimeError } from '../core/errors.ts';
import { retry } from '../core/handler-error.ts';
import { type AcknowledgementRules, failureOf } from './acknowledgement.ts';
import { createConcurrencyCap } from './concurrency-cap.ts';
import { dropBody } from './drop-body.ts';
import type { FunctionHandler } from './function-handler.ts';
import { contentMaker, type HttpMode } from './http-request.ts';

export interface HttpFunctionOptions {
  /** Of the function, http or https. Redirects are not followed. */
  readonly url: string | URL;
  /** Default `structured`. */
  readonly mode?: HttpMode;
  /** Further headers of each request, such as `authorization`; a function is asked for each one, so that tokens may change. */
  readonly headers?: HttpHeaders | (() => HttpHeaders | Promise<HttpHeaders>);
  /** How long the function may take to answer, in milliseconds; then the event is tried later. Default 10,000. */
  readonly timeout?: number;
  /** Calls under way at the same time, whatever partitions their events come from. Default 16. */
  readonly concurrency?: number;
  /** What replies mean, where it is not the rule: 2xx done, 429 and 5xx retry, other 4xx fatal. */
  readonly replies?: AcknowledgementRules;
  /** Default: the system's. */
  readonly fetch?: (url: URL, init: RequestInit) => Promise<Response>;
}

export type HttpHeaders = Readonly<Record<string, string>>;

/**
 * A function behind an address: a handler that POSTs the event there by the HTTP binding of CloudEvents 1.0 and goes by the
 * status of the reply. 2xx: the event is done. 429, 5xx, no answer in time or none at all: its later tries follow, with
 * its key parked, not before `Retry-After`. Other 4xx: the dead letter topic at once. Bodies of replies are dropped.
 *
 * At least once: after a crash, or where an answer is lost, the function is called again. Each call has the event's id, as
 * `ce-id` (`id` in JSON) and as `Idempotency-Key`.
 *
 * Throws `CONFIGURATION_INVALID` where an option is none.
 */
export function httpFunction(options: HttpFunctionOptions): FunctionHandler {
  const { mode = 'structured', timeout = 10_000, concurrency = 16, replies = {}, headers = {} } = options;
  const url = checkedUrl(options.url);
  if (!(timeout > 0)) throw invalid(`"timeout" of a function is ${timeout}, expected a number of milliseconds above 0`);
  const request = options.fetch ?? fetch;
  const contentOf = contentMaker(mode);
  const cap = createConcurrencyCap(concurrency);
  const what = `the function at ${url.origin}${url.pathname}`;

  const post = async (init: RequestInit): Promise<Response> => {
    const given = typeof headers === 'function' ? await headers() : headers;
    const all = new Headers(init.headers);
    for (const [name, text] of Object.entries(given)) all.set(name, text);
    return request(url, { ...init, headers: all, method: 'POST', redirect: 'manual' });
  };

  return async (event, { signal }, origin) => {
    const content = contentOf(event, origin);
    await cap.run(signal, async () => {
      const inTime = AbortSignal.timeout(timeout);
      const response = await post({
        headers: content.headers,
        body: content.body ?? null,
        signal: AbortSignal.any([signal, inTime]),
      }).catch((cause: unknown) => {
        signal.throwIfAborted();
        const problem = inTime.aborted ? `did not answer within ${timeout} ms` : 'could not be reached';
        throw retry(`${what} ${problem}`, { cause });
      });
      await dropBody(response);
      const failure = failureOf(response, { what, rules: replies, now: Date.now() });
      if (failure !== undefined) throw failure;
    });
  };
}

function checkedUrl(text: string | URL): URL {
  const url = URL.parse(String(text));
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw invalid(`"url" of a function is "${text}", expected an address such as "https://example.com/orders"`);
  }
  if (url.username === '' && url.password === '') return url;
  throw invalid(`"url" of the function at ${url.host} has a password; give it in "headers", as "authorization"`);
}

const invalid = (message: string): RuntimeError => new RuntimeError('CONFIGURATION_INVALID', message);
