import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Document } from '../../model/document.ts';
import type { Finding } from '../../model/finding.ts';
import { parserFindings } from './parser-findings.ts';
import { runInThread } from './run-in-thread.ts';
import { type ParserInput, parserInput } from './run-official-parser.ts';

/** Where results are kept from one run to the next. A cache that fails is a cache that is empty. */
export interface FindingsCache {
  /** Synchronous, so that nothing that the caller does next can delay the start of the parser's thread. */
  read(key: string): readonly Finding[] | undefined;
  write(key: string, findings: readonly Finding[]): Promise<void>;
}

/**
 * What the official AsyncAPI parser says of the documents. Its result is cached by the content of all files, so the
 * parser, slow as it is, is loaded only when something has changed. It is at work when the call returns.
 */
export async function validateWithOfficialParser(
  document: Document,
  cache: FindingsCache,
): Promise<readonly Finding[]> {
  const input = parserInput(document);
  const key = contentKey(input);
  const known = cache.read(key);
  if (known !== undefined) return known;
  const { diagnostics, isWhole } = await runInThread(input);
  const findings = parserFindings(document, diagnostics);
  // A machine may be too busy today.
  if (isWhole) await cache.write(key, findings);
  return findings;
}

/** Changes with all that the parser sees, with the parser, and with the way its diagnostics are turned into findings. */
function contentKey({ applications, files }: ParserInput): string {
  const parser = createRequire(import.meta.url).resolve('@asyncapi/parser/package.json');
  const hash = createHash('sha256').update(readFileSync(parser));
  hash.update(JSON.stringify([findingsFormat, applications]));
  hash.update(JSON.stringify(files));
  return hash.digest('hex');
}

/** To be raised when `parserFindings` changes. */
const findingsFormat = 3;
