import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** SHA-256 of the text in UTF-8, or of bytes without their byte order mark, which reading text drops too. */
export function contentHash(content: string | Uint8Array): string {
  if (typeof content === 'string') return hash('sha256', content);
  const marked = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf;
  return hash('sha256', marked ? content.subarray(3) : content);
}

/** The hash of a file's content, by its absolute path; undefined where it cannot be read. Synchronous: of small files that is ten times faster. */
export function hashOfFile(path: string): string | undefined {
  try {
    return contentHash(readFileSync(path));
  } catch {
    return undefined;
  }
}
