import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ParserDiagnostic, ParserInput } from './run-official-parser.ts';

/** Runs the official parser beside the main thread, which builds, checks and emits meanwhile. */
export function runInThread(input: ParserInput): Promise<readonly ParserDiagnostic[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly ParserDiagnostic[]>();
  // The same extension as this file: sources in the repository, JavaScript in the package.
  const entry = new URL(`./parser-thread${extname(import.meta.filename)}`, import.meta.url);
  const worker = new Worker(entry, { workerData: input });
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new Error(`the thread of the AsyncAPI parser ended with ${code}`)));
  return promise;
}
