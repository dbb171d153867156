import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputFile } from '../print/output-file.ts';
import { BlockedPathError } from './blocked-path-error.ts';
import { contentHash } from './content-hash.ts';
import { type Manifest, manifestPath, readManifest } from './manifest.ts';

/** What writing would do, as data. Paths are relative to the directory, sorted. */
export interface WritePlan {
  readonly directory: string;
  /** Files that do not exist yet. */
  readonly added: readonly OutputFile[];
  /** Files whose bytes differ. */
  readonly changed: readonly ChangedFile[];
  readonly unchanged: readonly string[];
  /** Files that an earlier run wrote and this one does not; never others. */
  readonly orphaned: readonly string[];
  /** What the directory's manifest will say. */
  readonly manifest: Manifest;
}

export interface ChangedFile extends OutputFile {
  /** The text that is there now. */
  readonly previous: string;
}

export interface PlanOptions {
  /** Files that are known to be there as they would be written, with the hash of each. */
  readonly current?: ReadonlyMap<string, string>;
  /** Which files the run is about; others are neither written nor removed, and stay the generator's own. */
  readonly covers?: (path: string) => boolean;
}

/** True where the directory holds exactly what the generator would write. */
export function isCurrent(plan: WritePlan): boolean {
  return plan.added.length + plan.changed.length + plan.orphaned.length === 0;
}

/** Compares the files with the directory. Reads only; throws on a path that leaves the directory, or is in use by no file. */
export async function planWrite(
  directory: string,
  files: readonly OutputFile[],
  { current = new Map(), covers = () => true }: PlanOptions = {},
): Promise<WritePlan> {
  const covered = files.filter(({ path }) => covers(path));
  for (const path of [...current.keys(), ...covered.map((file) => file.path)]) refuseUnsafePath(path);
  const states = covered.map((file) => stateOf(directory, file));
  const hashes = new Map([...current, ...covered.map((file) => [file.path, contentHash(file.text)] as const)]);
  const earlier = Object.entries((await readManifest(directory)).files);
  const gone = earlier.map(([path]) => path).filter((path) => covers(path) && !hashes.has(path));
  const elsewhere = earlier.filter(([path]) => !covers(path));
  return {
    directory,
    added: states.flatMap(({ state, file }) => (state === 'added' ? [file] : [])),
    changed: states.flatMap((state) =>
      state.state === 'changed' ? [{ ...state.file, previous: state.previous }] : [],
    ),
    unchanged: [
      ...current.keys(),
      ...states.flatMap(({ state, file }) => (state === 'unchanged' ? [file.path] : [])),
    ].sort(),
    orphaned: gone.filter((path) => readIfExists(join(directory, path)) !== undefined).sort(),
    manifest: { files: Object.fromEntries([...elsewhere, ...hashes]) },
  };
}

type FileState =
  | { readonly state: 'added' | 'unchanged'; readonly file: OutputFile }
  | { readonly state: 'changed'; readonly file: OutputFile; readonly previous: string };

function stateOf(directory: string, file: OutputFile): FileState {
  const previous = readIfExists(join(directory, file.path));
  if (previous === undefined) return { state: 'added', file };
  return previous === file.text ? { state: 'unchanged', file } : { state: 'changed', file, previous };
}

/** The text of a file; undefined where there is none. Throws where something else is in its place. */
export function readIfExists(path: string): string | undefined {
  try {
    // Reading a pipe would wait for somebody to write, and a folder would stop the write when it has begun.
    if (!statSync(path).isFile()) throw new BlockedPathError(path);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Output names come from contracts, which are hostile until proven otherwise. */
export function refuseUnsafePath(path: string): void {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..') || /[\\:\0]/.test(path)) {
    throw new RangeError(`the output path ${JSON.stringify(path)} leaves the output folder`);
  }
  if (path === manifestPath) throw new RangeError(`the output path ${path} is the generator's own`);
}
