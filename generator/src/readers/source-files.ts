import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { ts } from 'ts-morph';
import { ReadersError } from './readers-error.ts';

/** A TypeScript project: what its tsconfig.json says. */
export interface TypeScriptProject {
  readonly options: ts.CompilerOptions;
  /** Absolute paths. */
  readonly files: readonly string[];
}

/** The project of a tsconfig.json, and those that it refers to. */
export function readTypeScriptProjects(path: string, seen: Set<string> = new Set()): readonly TypeScriptProject[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const parsed = ts.getParsedCommandLineOfConfigFile(path, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic() {} });
  const [error] = parsed?.errors.filter(({ code }) => !noFiles.has(code)) ?? [];
  if (parsed === undefined || error !== undefined) {
    const why = error === undefined ? 'It cannot be read.' : ts.flattenDiagnosticMessageText(error.messageText, ' ');
    throw new ReadersError(`The project ${path} cannot be used. ${why}`, {
      help: 'Correct it, or what names it: "readers": { "projects": […] } of the configuration, else the option --project.',
    });
  }
  const references = (parsed.projectReferences ?? []).map((reference) => ts.resolveProjectReferencePath(reference));
  return [
    { options: parsed.options, files: parsed.fileNames },
    ...references.flatMap((reference) => readTypeScriptProjects(reference, seen)),
  ];
}

/** A project of nothing but references has no files of its own: TypeScript's errors 18002 and 18003 are none. */
const noFiles: ReadonlySet<number> = new Set([18_002, 18_003]);

/** What is asked of the disk; a text given here is taken in the place of what stands there. */
export interface Disk {
  readFile(path: string): string | undefined;
  fileExists(path: string): boolean;
  directoryExists(path: string): boolean;
}

/** The disk with texts laid over it, by absolute path. */
export function overlaidDisk(overlay: ReadonlyMap<string, string>): Disk {
  const folders = new Set<string>();
  for (const path of overlay.keys()) {
    for (let folder = dirname(path); !folders.has(folder) && folder !== dirname(folder); folder = dirname(folder)) {
      folders.add(folder);
    }
  }
  return {
    readFile: (path) => overlay.get(path) ?? ts.sys.readFile(path),
    fileExists: (path) => overlay.has(path) || ts.sys.fileExists(path),
    directoryExists: (path) => folders.has(path) || ts.sys.directoryExists(path),
  };
}

interface SourceFileNode {
  /** Absolute paths. */
  readonly imports: readonly string[];
  /** It declares globals, or imports what is not found: nobody can say that it has nothing to do with an event. */
  readonly isKept: boolean;
  /** It adds to types of others, who do not import it. */
  readonly isAugmenting: boolean;
}

/**
 * The files of a project from which something generated is reached by imports, sorted: no other can get at an event.
 * Imports are followed into other packages of the same repository. Files that are no modules may declare globals, and are
 * kept. Where one of the files adds to the types of others, as `declare global` does, all of the project are.
 */
export function reachingFiles(
  { options, files }: TypeScriptProject,
  disk: Disk,
  isGenerated: (path: string) => boolean,
): readonly string[] {
  const nodes = new Map<string, SourceFileNode>();
  const readNode = createNodeReader(options, disk);
  const waiting = [...files];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (nodes.has(path)) continue;
    const node = readNode(path);
    nodes.set(path, node);
    waiting.push(...node.imports.filter((target) => !isGenerated(target) && isFollowed(target)));
  }
  const reaching = reachers(nodes, isGenerated);
  const isAugmented = [...nodes].some(([path, { isAugmenting }]) => isAugmenting && reaching.has(path));
  const kept = [...nodes].flatMap(([path, { isKept }]) => (isKept || reaching.has(path) ? [path] : []));
  return [...new Set([...kept, ...(isAugmented ? files : [])])].sort();
}

/** Declarations and packages that are installed know nothing of the events of this repository. */
const isFollowed = (path: string): boolean => !/\.d\.[cm]?ts$|[/\\]node_modules[/\\]/.test(path);

function reachers(nodes: ReadonlyMap<string, SourceFileNode>, isGenerated: (path: string) => boolean): Set<string> {
  const importers = new Map<string, string[]>();
  const waiting: string[] = [];
  for (const [path, { imports }] of nodes) {
    if (isGenerated(path) || imports.some(isGenerated)) waiting.push(path);
    for (const target of imports) importers.set(target, [...(importers.get(target) ?? []), path]);
  }
  const found = new Set<string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    waiting.push(...(importers.get(path) ?? []));
  }
  return found;
}

const importing = /\b(?:from|import|require)\s*\(?\s*(['"])([^'"\n]+)\1/g;
const augmenting = /\bdeclare\s+(?:global|module)\b/;
const exporting = /^\s*(?:import|export)\b/m;

/** Reads the imports of a file from its text; what only looks like one costs time and no more. */
function createNodeReader(options: ts.CompilerOptions, disk: Disk): (path: string) => SourceFileNode {
  const host: ts.ModuleResolutionHost = { ...ts.sys, ...disk };
  const cache = ts.createModuleResolutionCache(ts.sys.getCurrentDirectory(), (path) => path, options);
  const resolve = (specifier: string, path: string): string | undefined => {
    const mode = ts.getImpliedNodeFormatForFile(path, cache.getPackageJsonInfoCache(), host, options);
    const { resolvedModule } = ts.resolveModuleName(specifier, path, options, host, cache, undefined, mode);
    return resolvedModule?.resolvedFileName;
  };
  return (path) => {
    if (path.endsWith('.json')) return { imports: [], isKept: false, isAugmenting: false };
    const text = disk.readFile(path) ?? '';
    const targetsOf = (specifiers: readonly string[]) =>
      specifiers.filter((one) => !isBuiltin(one)).map((specifier) => resolve(specifier, path));
    const targets = targetsOf([...text.matchAll(importing)].map(({ 2: specifier = '' }) => specifier));
    // What looks like an import may be text in a string: the slower scanner knows.
    const isUnresolved = (): boolean =>
      targetsOf(ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName)).includes(undefined);
    return {
      imports: targets.filter((target) => target !== undefined),
      isKept: !exporting.test(text) || (targets.includes(undefined) && isUnresolved()),
      isAugmenting: augmenting.test(text),
    };
  };
}
