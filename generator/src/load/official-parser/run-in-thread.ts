import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ParserReply, ParserRequest } from './parser-thread.ts';
import type { ParserDiagnostic, ParserInput } from './run-official-parser.ts';

type Diagnostics = readonly ParserDiagnostic[];

interface ParserThread {
  run(input: ParserInput): Promise<Diagnostics>;
}

/** Loading the parser takes longer than its work, so the process keeps the thread that it has started. */
let current: ParserThread | undefined;

/** Runs the official parser beside the main thread, which builds, checks and emits meanwhile. */
export const runInThread = (input: ParserInput): Promise<Diagnostics> => currentThread().run(input);

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

function startThread(onEnd: () => void): ParserThread {
  // The same extension as this file: sources in the repository, JavaScript in the package.
  const entry = new URL(`./parser-thread${extname(import.meta.filename)}`, import.meta.url);
  const worker = new Worker(entry);
  const waiting = new Map<number, PromiseWithResolvers<Diagnostics>>();
  let requests = 0;

  const end = (error: Error): void => {
    onEnd();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', ({ number, diagnostics }: ParserReply) => {
    waiting.get(number)?.resolve(diagnostics);
    waiting.delete(number);
    if (waiting.size === 0) worker.unref();
  });
  worker.once('error', end);
  worker.once('exit', (code) => end(new Error(`the thread of the AsyncAPI parser ended with ${code}`)));
  // Idle, it keeps no process alive. A listener would keep it; so after these.
  worker.unref();

  return {
    run(input) {
      requests += 1;
      const result = Promise.withResolvers<Diagnostics>();
      waiting.set(requests, result);
      worker.ref();
      worker.postMessage({ number: requests, input } satisfies ParserRequest);
      return result.promise;
    },
  };
}
