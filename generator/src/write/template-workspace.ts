import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import type { OutputFile } from '../print/output-file.ts';
import { hashOfFile } from './content-hash.ts';
import { makeFolder } from './make-folder.ts';
import { manifestPath, manifestText, readManifest } from './manifest.ts';

/** Folders for a run of a template: what it reads, and what it writes before that takes the place of what was there. */
export interface TemplateWorkspace {
  /** A copy: generators write into the folder of a template, which may be read-only, or in use by another run. */
  readonly template: string;
  /** Where packages are looked for that are installed nowhere else. */
  readonly packages: string;
  /** Absolute path of a document that was written for the template to read. */
  documentPath(name: string): string;
  /** Where the template writes; on the disk of the output folder. */
  readonly output: string;
  /** Puts what was written in the place of the output folder; returns its files, sorted. */
  replaceOutput(): readonly string[];
  /** Removes all that is left. */
  close(): void;
}

export interface TemplateWorkspaceOptions {
  /** Absolute path of the folder of the template. */
  readonly template: string;
  /** Absolute path of the output folder. */
  readonly out: string;
  readonly documents: readonly OutputFile[];
  /** Packages that only have to be there. */
  readonly packages: readonly string[];
}

export function openTemplateWorkspace(options: TemplateWorkspaceOptions): TemplateWorkspace {
  const { template, out, documents, packages } = options;
  const folder = mkdtempSync(join(tmpdir(), 'eventwright-template-'));
  const output = `${out}.eventwright-${process.pid}`;
  const close = (): void => {
    for (const path of [folder, output]) rmSync(path, { recursive: true, force: true });
  };
  try {
    makeFolder(dirname(out));
    mkdirSync(output);
    const copied = join(folder, 'template');
    cpSync(template, copied, {
      recursive: true,
      dereference: true,
      filter: (path) => isCopied(relative(template, path)),
    });
    for (const { path, text } of documents) put(join(folder, 'documents', path), text);
    for (const name of packages) put(join(folder, 'packages', name, 'index.js'), '');
  } catch (error) {
    close();
    throw error;
  }
  return {
    template: join(folder, 'template'),
    packages: join(folder, 'packages'),
    documentPath: (name) => join(folder, 'documents', name),
    output,
    replaceOutput: () => replaceFolder(output, out),
    close,
  };
}

/** What a template needs of others is looked for where it is installed; what an earlier run has compiled is made anew. */
const isCopied = (path: string): boolean =>
  !path.split(sep).some((name) => name === 'node_modules' || name === '.git' || name === '__transpiled');

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Both on one disk. There is no moment with a half of the files, at most one with none. */
function replaceFolder(from: string, to: string): readonly string[] {
  const files = filesIn(from);
  const hashes = files.map((path) => [path, hashOfFile(join(from, path)) ?? ''] as const);
  writeFileSync(join(from, manifestPath), manifestText({ files: Object.fromEntries(hashes) }));
  const before = `${to}.eventwright-${process.pid}-before`;
  const isThere = existsSync(to);
  if (isThere) renameSync(to, before);
  try {
    renameSync(from, to);
  } catch (error) {
    if (isThere) renameSync(before, to);
    throw error;
  }
  rmSync(before, { recursive: true, force: true });
  return files;
}

/** Files in a folder that no run has written; empty where there is no such folder. Paths are relative, sorted. */
export async function foreignFiles(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  const { files } = await readManifest(folder);
  return filesIn(folder).filter((path) => path !== manifestPath && !Object.hasOwn(files, path));
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
