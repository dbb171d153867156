import { parentPort } from 'node:worker_threads';
// Loaded as soon as the thread starts, which may be before there is anything to parse.
import '@asyncapi/avro-schema-parser';
import '@asyncapi/parser';
import { type ParserDiagnostic, type ParserInput, runOfficialParser } from './run-official-parser.ts';

/** What the thread is asked; answered in any order, by number. */
export interface ParserRequest {
  readonly number: number;
  readonly input: ParserInput;
}

/** That it begins with an application document, or all that was found. */
export type ParserReply =
  | { readonly number: number; readonly application: string }
  | { readonly number: number; readonly diagnostics: readonly ParserDiagnostic[] };

// A rejection ends the thread, and whoever waits for it hears why.
parentPort?.on('message', async ({ number, input }: ParserRequest) => {
  const reply = (message: ParserReply): void => parentPort?.postMessage(message);
  reply({ number, diagnostics: await runOfficialParser(input, (application) => reply({ number, application })) });
});
