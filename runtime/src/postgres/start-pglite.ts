import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { RuntimeError } from '../core/errors.ts';
import type { PgliteData, PgliteReply, PgliteRequest } from './pglite-thread.ts';
import type { Session } from './transactions.ts';

/** PGlite in a thread of its own. */
export interface PgliteThread extends Session {
  /** Waits for what is under way, and ends the thread. */
  close(): Promise<void>;
}

/** Rejects where PGlite cannot be opened. Statements after the end of its thread reject with `DATABASE_UNAVAILABLE`. */
export async function startPglite(data: PgliteData): Promise<PgliteThread> {
  const thread = threadOf(data);
  try {
    await thread.execute('select 1');
  } catch (error) {
    await thread.close();
    throw error;
  }
  return thread;
}

function threadOf(data: PgliteData): PgliteThread {
  // The same extension as this file: sources in the repository, JavaScript in the package.
  const entry = new URL(`./pglite-thread${extname(import.meta.filename)}`, import.meta.url);
  // Flags of the process may be about the text that it runs, which a thread that runs a file refuses.
  const worker = new Worker(entry, { workerData: data satisfies PgliteData, execArgv: [] });
  const waiting = new Map<number, PromiseWithResolvers<PgliteReply>>();
  let requests = 0;
  let ended: RuntimeError | undefined;

  const end = (reason: string, cause?: unknown): void => {
    ended ??= new RuntimeError('DATABASE_UNAVAILABLE', `PGlite has ended: ${reason}. Start the process again.`, {
      cause,
    });
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (reply: PgliteReply) => {
    waiting.get(reply.number)?.resolve(reply);
    waiting.delete(reply.number);
    if (waiting.size === 0) worker.unref();
  });
  worker.once('error', (error) => end(error instanceof Error ? error.message : String(error), error));
  worker.once('exit', (code) => end(`its thread ended with ${code}`));
  // Idle, it keeps no process alive. A listener would keep it; so after these.
  worker.unref();

  const ask = async (task: PgliteRequest['task']): Promise<Extract<PgliteReply, { rows: unknown }>['rows']> => {
    if (ended !== undefined) throw ended;
    requests += 1;
    const answer = Promise.withResolvers<PgliteReply>();
    waiting.set(requests, answer);
    worker.ref();
    worker.postMessage({ number: requests, task } satisfies PgliteRequest);
    const reply = await answer.promise;
    if ('rows' in reply) return reply.rows;
    throw Object.assign(reply.error, reply.details);
  };
  return {
    query: (query, parameters) => ask({ query, parameters }),
    execute: async (script) => {
      await ask({ script });
    },
    close: async () => {
      await ask('close').catch(() => undefined);
      await worker.terminate();
    },
  };
}
