import { parentPort, workerData } from 'node:worker_threads';
import { type ParserInput, runOfficialParser } from './run-official-parser.ts';

/** The one message that the thread sends. */
export type ParserReply = Awaited<ReturnType<typeof runOfficialParser>>;

// Started only by `run-in-thread.ts`, which gives it this.
const input: ParserInput = workerData;
parentPort?.postMessage((await runOfficialParser(input)) satisfies ParserReply);
