import { readFileSync, statSync } from 'node:fs';
import type { Finding } from '../model/finding.ts';

/** A file of this size is a mistake; reading it would only slow the message down. In bytes. */
export const maxBytes: number = 4 * 1024 * 1024;

export type ReadText = { readonly text: string } | { readonly finding: Finding };

/**
 * Reads a file that a person has written, by its absolute path; `name` is what findings call it. Undefined where it does
 * not exist; whatever else keeps it from being read as text is a finding. Synchronous inside, which takes thousands of small
 * files half the time.
 */
export async function readText(path: string, name: string): Promise<ReadText | undefined> {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return unreadable(name, 'is a folder', 'Rename it, or correct what names it.');
    // Reading a pipe waits for somebody to write.
    if (!stats.isFile()) return unreadable(name, 'is a device, a pipe or a socket', 'Put a file in its place.');
    if (stats.size > maxBytes) {
      return unreadable(name, `has ${stats.size} bytes; ${maxBytes} are allowed`, 'Split it into several files.');
    }
    return decodeText(name, readFileSync(path));
  } catch (error) {
    return failedToRead(name, error);
  }
}

/** No file can have such a path, so there is none. */
const noFile: readonly string[] = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];

export function failedToRead(name: string, error: unknown): ReadText | undefined {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it failed';
  if (noFile.includes(reason)) return undefined;
  return unreadable(name, `cannot be read (${reason})`, reasons[reason] ?? 'Look at the file.');
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'Give yourself the right to read it.',
  ELOOP: 'Symbolic links lead in a circle; replace one of them by the file.',
};

/** The text of a file from its bytes. */
export function decodeText(name: string, bytes: Uint8Array): ReadText {
  const text = textOf(bytes);
  if (text === undefined) {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return unreadable(name, isUtf16 ? 'is UTF-16, not UTF-8' : 'is not UTF-8 text', 'Save it as UTF-8.');
  }
  const zero = text.indexOf('\0');
  if (zero < 0) return { text };
  const before = text.slice(0, zero).split(/\r\n|\n|\r/);
  const place = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  return unreadable(name, 'holds a zero byte, so it is no text in UTF-8', 'Save it as UTF-8.', place);
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    // Without `ignoreBOM` a byte order mark is dropped, so columns of the first line are those of an editor.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function unreadable(name: string, what: string, help: string, place = { line: 1, column: 1 }): ReadText {
  const finding: Finding = {
    ruleId: 'FILE_UNREADABLE',
    severity: 'error',
    message: `The file ${what}.`,
    position: { file: name, ...place },
    related: [],
    help,
  };
  return { finding };
}
