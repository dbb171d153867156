import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BlockedPathError } from './blocked-path-error.ts';

/** Which files of a directory the generator owns, with the SHA-256 of each. */
export interface Manifest {
  readonly files: Readonly<Record<string, string>>;
}

export const manifestPath = '.eventwright-manifest.json';

/** The directory's manifest; an empty one where there is none or where it cannot be read as one. */
export async function readManifest(directory: string): Promise<Manifest> {
  try {
    const path = join(directory, manifestPath);
    if (!(await stat(path)).isFile()) throw new BlockedPathError(path);
    return parseManifest(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError) return { files: {} };
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { files: {} };
    throw error;
  }
}

/** Keeps only entries that a generator could have written: a manifest cannot make it delete anything else. */
function parseManifest(json: unknown): Manifest {
  if (typeof json !== 'object' || json === null || !('files' in json)) return { files: {} };
  const { files } = json;
  if (typeof files !== 'object' || files === null) return { files: {} };
  const entries = Object.entries(files).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && isInside(entry[0]),
  );
  return { files: Object.fromEntries(entries) };
}

const isInside = (path: string): boolean =>
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !path.includes('\\');

export function manifestText({ files }: Manifest): string {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ files: Object.fromEntries(sorted) }, null, 2)}\n`;
}
