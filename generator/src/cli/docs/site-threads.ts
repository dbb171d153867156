import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { youngGeneration } from './heap.ts';
import type { SiteSource } from './make-site.ts';
import type { SiteShare } from './site-share.ts';
import type { ShareRequest, SiteThreadRequest } from './site-thread.ts';

/** Threads that make a site together with this one. */
export interface SiteThreads {
  /** Starts as many as are of use beside this one, none for a small site. They load while the catalogue is made. */
  start(events: number): void;
  /** Tells them what the site is made of. */
  open(source: SiteSource): void;
  /** Has each of them take parts until there are no more. Rejects where one fails. */
  make(work: ShareRequest): Promise<readonly SiteShare[]>;
  /** Ends them, whatever they are at. */
  close(): Promise<void>;
}

/** With fewer events a thread would have begun when all is done. */
const worthwhile = 100;
/** Each holds the whole catalogue. */
const mostThreads = 3;

export function createSiteThreads(processors: number = availableParallelism()): SiteThreads {
  let threads: readonly SiteThread[] = [];
  return {
    start(events) {
      const count = events < worthwhile ? 0 : Math.min(processors - 1, mostThreads);
      threads = Array.from({ length: count }, startThread);
    },
    open(source) {
      for (const thread of threads) thread.send({ source });
    },
    make(work) {
      for (const thread of threads) thread.send({ work });
      return Promise.all(threads.map(({ share }) => share));
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface SiteThread {
  readonly share: Promise<SiteShare>;
  send(request: SiteThreadRequest): void;
  close(): Promise<unknown>;
}

function startThread(): SiteThread {
  // The same extension as this file: sources in the repository, JavaScript in the package.
  const entry = new URL(`./site-thread${extname(import.meta.filename)}`, import.meta.url);
  const worker = new Worker(entry, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: youngGeneration } });
  const made = Promise.withResolvers<SiteShare>();
  worker.once('message', (share: SiteShare) => {
    made.resolve(share);
    // What it holds is needed no more, and there is something left to do.
    void worker.terminate();
  });
  worker.once('error', made.reject);
  worker.once('exit', (code) => made.reject(new Error(`a thread that makes pages ended with ${code}`)));
  // Whoever waits for it hears of it; nobody does where the contracts have an error.
  made.promise.catch(() => undefined);
  return {
    share: made.promise,
    send: (request) => worker.postMessage(request),
    close: () => worker.terminate(),
  };
}
