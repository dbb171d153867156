import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Position } from '@eventwright/avro';
import type { Finding } from '../model/finding.ts';

/** A contract file of this size is a mistake; reading it would only slow the message down. */
const maxBytes = 4 * 1024 * 1024;

export type ReadSource = { readonly text: string } | { readonly finding: Finding };

export interface SourceFolder {
  /** All paths are relative to it. */
  readonly root: string;
  /** The contracts folder with symbolic links resolved; nothing outside is read. */
  readonly realFolder: string;
}

/** Reads a text file of the contracts. Undefined where it does not exist; whatever else is wrong is a finding. */
export async function readSource({ root, realFolder }: SourceFolder, path: string): Promise<ReadSource | undefined> {
  try {
    const real = await realpath(join(root, path));
    if (!real.startsWith(realFolder + sep)) {
      return refuse(path, 'is a symbolic link that leads out of the contracts folder', 'Copy what it leads to.');
    }
    const { size } = await stat(real);
    if (size > maxBytes)
      return refuse(path, `has ${size} bytes; ${maxBytes} are allowed`, 'Split it into several files.');
    return decode(path, await readFile(real));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it failed';
    if (reason === 'ENOENT') return undefined;
    return refuse(path, `cannot be read (${reason})`, reasons[reason] ?? 'Look at the file.');
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'Give yourself the right to read it.',
  EISDIR: 'A folder has the name of a contract file; rename it.',
  ELOOP: 'Symbolic links lead in a circle; replace one of them by the file.',
};

function decode(path: string, bytes: Uint8Array): ReadSource {
  try {
    // Without `ignoreBOM` a byte order mark is dropped, so columns of the first line are those of an editor.
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return refuse(path, 'is not UTF-8 text', 'Save it as UTF-8.');
  }
}

function refuse(path: string, what: string, help: string): ReadSource {
  const position: Position = { file: path, line: 1, column: 1 };
  const message = `The file ${what}.`;
  return { finding: { ruleId: 'FILE_UNREADABLE', severity: 'error', message, position, related: [], help } };
}
