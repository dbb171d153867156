import { join } from 'node:path';
import type { OutputFile } from '../../../print/output-file.ts';
import type { ImportExtension, TypeScriptDraft } from '../../../print/typescript-draft.ts';
import { contentHash } from '../../../write/content-hash.ts';
import type { ContentMemory } from '../../../write/content-memory.ts';
import type { GeneratedFile } from '../../../write/generation-cache.ts';

export interface PrintOptions {
  readonly importExtension: ImportExtension;
  /** Absolute path of the output folder. */
  readonly directory: string;
  readonly contents: ContentMemory;
  /** What the last run has generated. */
  readonly earlier: Readonly<Record<string, GeneratedFile>>;
}

export interface Printed {
  readonly files: readonly OutputFile[];
  /** Files that are there as they would be printed, by path, with the hash of each. */
  readonly current: ReadonlyMap<string, string>;
  /** All files, for the next run. */
  readonly outputs: Readonly<Record<string, GeneratedFile>>;
}

/** Prints the drafts that the last run did not print the same, or whose file is no longer what it printed. */
export async function printDrafts(drafts: readonly TypeScriptDraft[], options: PrintOptions): Promise<Printed> {
  const { importExtension, directory, contents, earlier } = options;
  const hashed = drafts.map((draft) => ({
    draft,
    path: pathOf(draft),
    hash: hashOfDraft(draft, importExtension),
  }));
  const current = new Map<string, string>();
  for (const { path, hash } of hashed) {
    const before = Object.hasOwn(earlier, path) ? earlier[path] : undefined;
    if (before?.draft === hash && contents.hashOf(join(directory, path)) === before.text)
      current.set(path, before.text);
  }
  const stale = hashed.filter(({ path }) => !current.has(path)).map(({ draft }) => draft);
  const files = stale.length === 0 ? [] : await print(stale, importExtension);
  const texts = new Map([...current, ...files.map(({ path, text }) => [path, contentHash(text)] as const)]);
  const outputs = hashed.map(({ path, hash }) => [path, { draft: hash, text: texts.get(path) ?? '' }] as const);
  return { files, current, outputs: Object.fromEntries(outputs) };
}

/** The file that a draft becomes, below the output folder. */
export const pathOf = ({ module }: TypeScriptDraft): string => `${module}.ts`;

/** Loads the printer, which is slow, only where there is something to print. */
async function print(drafts: readonly TypeScriptDraft[], extension: ImportExtension): Promise<readonly OutputFile[]> {
  const { printTypeScript } = await import('../../../print/print-typescript.ts');
  return printTypeScript(drafts, extension);
}

/** Of everything that printing depends on. */
function hashOfDraft({ module, source, imports, statements }: TypeScriptDraft, extension: ImportExtension): string {
  return contentHash(JSON.stringify([extension, module, source, imports.lines(), statements]));
}
