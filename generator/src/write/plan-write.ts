import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputFile } from '../print/output-file.ts';
import { type Manifest, manifestPath, readManifest } from './manifest.ts';

/** What writing would do, as data. Paths are relative to the directory, sorted. */
export interface WritePlan {
  readonly directory: string;
  /** Files that do not exist yet. */
  readonly added: readonly OutputFile[];
  /** Files whose bytes differ. */
  readonly changed: readonly OutputFile[];
  readonly unchanged: readonly string[];
  /** Files that an earlier run wrote and this one does not; never others. */
  readonly orphaned: readonly string[];
  /** What the directory's manifest will say. */
  readonly manifest: Manifest;
}

/** True where the directory holds exactly what the generator would write. */
export function isCurrent(plan: WritePlan): boolean {
  return plan.added.length + plan.changed.length + plan.orphaned.length === 0;
}

/** Compares the files with the directory. Reads only; throws on a path that leaves the directory. */
export async function planWrite(directory: string, files: readonly OutputFile[]): Promise<WritePlan> {
  for (const file of files) refuseUnsafePath(file.path);
  const states = await Promise.all(files.map(async (file) => ({ file, state: await stateOf(directory, file) })));
  const of = (wanted: FileState): readonly OutputFile[] =>
    states.filter(({ state }) => state === wanted).map(({ file }) => file);
  const kept = new Set(files.map((file) => file.path));
  const earlier = await readManifest(directory);
  return {
    directory,
    added: of('added'),
    changed: of('changed'),
    unchanged: of('unchanged').map((file) => file.path),
    orphaned: await existing(
      directory,
      Object.keys(earlier.files).filter((path) => !kept.has(path)),
    ),
    manifest: { files: Object.fromEntries(files.map((file) => [file.path, hashOf(file.text)])) },
  };
}

type FileState = 'added' | 'changed' | 'unchanged';

async function stateOf(directory: string, file: OutputFile): Promise<FileState> {
  const present = await readIfExists(join(directory, file.path));
  if (present === undefined) return 'added';
  return present === file.text ? 'unchanged' : 'changed';
}

async function existing(directory: string, paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(paths.map((path) => readIfExists(join(directory, path))));
  return paths.filter((_path, index) => found[index] !== undefined).sort();
}

async function readIfExists(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Output names come from contracts, which are hostile until proven otherwise. */
export function refuseUnsafePath(path: string): void {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..') || /[\\:\0]/.test(path)) {
    throw new RangeError(`the output path ${JSON.stringify(path)} leaves the output folder`);
  }
  if (path === manifestPath) throw new RangeError(`the output path ${path} is the generator's own`);
}
