import { dirname, join, posix } from 'node:path';
import { findConfig } from '../../../load/find-config.ts';
import { readConfig } from '../../../load/read-config.ts';
import type { ContentMemory } from '../../../write/content-memory.ts';
import { CliError } from '../../cli-error.ts';
import type { Container } from '../../container.ts';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import { reportFailure } from '../../report/report-failure.ts';
import { explainSystemError } from '../../system-error.ts';
import { unlessInterrupted } from '../../unless-interrupted.ts';
import { createChangeSignal } from './change-signal.ts';
import { createContentSnapshot, treeBelow } from './content-snapshot.ts';
import { watchFolders } from './watch-folders.ts';

/** Absolute paths of the files that a run has read. */
export type FilesRead = readonly string[];

export interface WatchedWork {
  run(container: Container): Promise<FilesRead>;
  /** What is known of files, also to `run`. */
  readonly contents: ContentMemory;
}

/** Short, because the wait is part of the time from saving to the result. */
const quiet = 15;
const atMost = 500;
/** Some file systems, network and container mounts among them, do not say that something has changed. */
const lookAnyway = 2_000;

/**
 * Runs, and again after each change of the configuration or of a contract file, until it is interrupted, which is a clean
 * end. An error is shown and the next change awaited; only the first run must find a configuration that can be used.
 */
export async function watchGeneration(container: Container, { run, contents }: WatchedWork): Promise<ExitCode> {
  const { signal } = container.io;
  const changes = createChangeSignal({ quiet, atMost });
  const folders = watchFolders(changes.notify);
  const snapshot = createContentSnapshot(contents);
  const timer = setInterval(changes.notify, lookAnyway);
  let read: FilesRead = [];
  try {
    changes.notify();
    for (let isFirst = true; await changes.next(signal); isFirst = false) {
      const places = await placesOf(container, read);
      // Watched before it is read: what changes from here on calls for another look.
      folders.set(new Set(places.folders));
      if (!snapshot.look(places.files)) continue;
      read = (await attempt(container, run, isFirst)) ?? read;
      // A file outside the places where contracts are looked for has been read before it was watched.
      if (!read.every((file) => places.files.has(file))) changes.notify();
    }
  } finally {
    clearInterval(timer);
    folders.close();
  }
  return exitCode.clean;
}

async function attempt(
  container: Container,
  run: (container: Container) => Promise<FilesRead>,
  isFirst: boolean,
): Promise<FilesRead | undefined> {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  try {
    return await unlessInterrupted(run({ ...container, elapsed }), container.io.signal);
  } catch (thrown) {
    const error = explainSystemError(thrown);
    if (!(error instanceof CliError) || error.exitCode === exitCode.interrupted || isFirst) throw error;
    await reportFailure(container, 'generate', error);
    return undefined;
  }
}

interface WatchedPlaces {
  readonly folders: readonly string[];
  readonly files: ReadonlySet<string>;
}

/** The configuration, the contracts folder with all below, and what else was read; with the folders on the way. */
async function placesOf({ cwd, configPath }: Container, read: FilesRead): Promise<WatchedPlaces> {
  const found = await findConfig(cwd, configPath);
  const config = await readConfig(cwd, configPath);
  const contracts = config.kind === 'found' ? config.config : undefined;
  const tree = contracts === undefined ? undefined : treeBelow(join(contracts.root, contracts.contracts));
  const files = new Set([...(found === undefined ? [] : [found.path]), ...(tree?.files ?? []), ...read]);
  const folders = [
    cwd,
    ...(found === undefined ? [] : [dirname(found.path)]),
    ...(contracts === undefined ? [] : foldersTo(contracts.root, contracts.contracts)),
    ...(tree?.folders ?? []),
    ...read.map((file) => dirname(file)),
  ];
  return { folders, files };
}

/** The folders on the way to a folder, which may be made or removed anew. */
function foldersTo(root: string, path: string): readonly string[] {
  const above = posix.dirname(path);
  return above === '.' ? [root] : [...foldersTo(root, above), join(root, above)];
}
