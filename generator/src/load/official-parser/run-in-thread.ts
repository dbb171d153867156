import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ParserReply, ParserRequest } from './parser-thread.ts';
import type { ParserDiagnostic, ParserInput } from './run-official-parser.ts';

export interface ParserResult {
  readonly diagnostics: readonly ParserDiagnostic[];
  /** Whether it came to an end; if not, a diagnostic says with which document it did not. */
  readonly isWhole: boolean;
}

interface ParserThread {
  run(input: ParserInput, limit: number): Promise<ParserResult>;
}

/** Loading the parser takes longer than its work, so the process keeps the thread that it has started. */
let current: ParserThread | undefined;

/**
 * Runs the official parser beside the main thread, which builds, checks and emits meanwhile. It copies every part of a
 * document for every reference to it, so a small document can keep it busy for years: each gets `limit` milliseconds.
 */
export const runInThread = (input: ParserInput, limit: number = timeLimit(input)): Promise<ParserResult> =>
  currentThread().run(input, limit);

/** Some twenty times of what it takes on a machine with nothing else to do. */
function timeLimit({ files }: ParserInput): number {
  const length = files.reduce((sum, [, text]) => sum + text.length, 0);
  return 30_000 + length / 5;
}

/** Has the thread load the parser before there is anything to parse, for those who know that there will be. */
export function startParserThread(): void {
  currentThread();
}

function currentThread(): ParserThread {
  current ??= startThread(() => {
    current = undefined;
  });
  return current;
}

/** A request that is waited for. */
interface Waiting extends PromiseWithResolvers<ParserResult> {
  readonly limit: number;
  /** What the parser is at. */
  application?: string;
  timer?: NodeJS.Timeout;
}

function startThread(onEnd: () => void): ParserThread {
  // The same extension as this file: sources in the repository, JavaScript in the package.
  const entry = new URL(`./parser-thread${extname(import.meta.filename)}`, import.meta.url);
  const worker = new Worker(entry);
  const waiting = new Map<number, Waiting>();
  let requests = 0;

  const end = (error: Error): void => {
    onEnd();
    for (const request of waiting.values()) giveUp(request, error);
    waiting.clear();
  };
  const begin = (request: Waiting, application: string): void => {
    clearTimeout(request.timer);
    request.application = application;
    const stop = (): void => {
      if (request.application !== application || ![...waiting.values()].includes(request)) return;
      end(new Error(`it did not come to an end within ${Math.round(request.limit / 1000)} seconds`));
      void worker.terminate();
    };
    // This thread may have been too busy to hear that it did.
    request.timer = setTimeout(() => setImmediate(stop), request.limit);
  };
  worker.on('message', (reply: ParserReply) => {
    const request = waiting.get(reply.number);
    if (request === undefined) return;
    if ('application' in reply) return begin(request, reply.application);
    clearTimeout(request.timer);
    waiting.delete(reply.number);
    request.resolve({ diagnostics: reply.diagnostics, isWhole: true });
    if (waiting.size === 0) worker.unref();
  });
  worker.once('error', end);
  worker.once('exit', (code) => end(new Error(`its thread ended with ${code}`)));
  // Idle, it keeps no process alive. A listener would keep it; so after these.
  worker.unref();

  return {
    run(input, limit) {
      requests += 1;
      const request: Waiting = { ...Promise.withResolvers<ParserResult>(), limit };
      waiting.set(requests, request);
      worker.ref();
      worker.postMessage({ number: requests, input } satisfies ParserRequest);
      return request.promise;
    },
  };
}

/** A thread that has not even begun is a fault of ours; one that ends at a document has met something in it. */
function giveUp({ application, timer, resolve, reject }: Waiting, error: Error): void {
  clearTimeout(timer);
  if (application === undefined) {
    reject(error);
    return;
  }
  const place = { path: [], file: application, line: 1, column: 1 };
  resolve({
    diagnostics: [{ code: 'uncaught-error', message: error.message, severity: 0, ...place }],
    isWhole: false,
  });
}
