import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Document } from '../../model/document.ts';
import type { Finding } from '../../model/finding.ts';
import { parserFindings } from './parser-findings.ts';
import { runInThread } from './run-in-thread.ts';
import { parserInput } from './run-official-parser.ts';

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
  const key = contentKey(document);
  const known = cache.read(key);
  if (known !== undefined) return known;
  const findings = parserFindings(document, await runInThread(parserInput(document)));
  await cache.write(key, findings);
  return findings;
}

/** Changes with the content of any file, with the parser, and with the way its diagnostics are turned into findings. */
function contentKey({ applications, files }: Document): string {
  const parser = createRequire(import.meta.url).resolve('@asyncapi/parser/package.json');
  const hash = createHash('sha256').update(readFileSync(parser));
  hash.update(JSON.stringify([findingsFormat, applications]));
  for (const { path, text } of files.values()) hash.update(JSON.stringify([path, text]));
  return hash.digest('hex');
}

/** To be raised when `parserFindings` changes. */
const findingsFormat = 1;
