import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

export type ImportExtension = '.ts' | '.js' | '';

/** What decides how relative imports are written, of the nearest configuration that says it. */
interface ModuleOptions {
  readonly module?: unknown;
  readonly moduleResolution?: unknown;
  readonly allowImportingTsExtensions?: unknown;
  readonly rewriteRelativeImportExtensions?: unknown;
}

/**
 * The extension that the TypeScript project of `folder` asks for in relative imports, by the nearest tsconfig.json in
 * it or above it with all that it extends: `.ts` where the project allows it, none for a bundler, else `.js`. Without a
 * tsconfig.json, or with one that cannot be read, it is `.ts`: Node runs such sources as they are.
 */
export async function detectImportExtension(folder: string): Promise<ImportExtension> {
  const options = await nearestOptions(resolve(folder));
  if (options === undefined) return '.ts';
  if (options.allowImportingTsExtensions === true || options.rewriteRelativeImportExtensions === true) return '.ts';
  return isForBundler(options) ? '' : '.js';
}

function isForBundler({ module, moduleResolution }: ModuleOptions): boolean {
  return (
    lowerCase(moduleResolution) === 'bundler' || (moduleResolution === undefined && lowerCase(module) === 'preserve')
  );
}

const lowerCase = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');

async function nearestOptions(folder: string): Promise<ModuleOptions | undefined> {
  const options = await optionsOf(join(folder, 'tsconfig.json'), []);
  const above = dirname(folder);
  return options ?? (above === folder ? undefined : nearestOptions(above));
}

/** The options of a file over those that it extends, the later over the earlier; undefined where it cannot be read. */
async function optionsOf(path: string, seen: readonly string[]): Promise<ModuleOptions | undefined> {
  if (seen.includes(path)) return undefined;
  const config = await readObject(path);
  if (config === undefined) return undefined;
  const extended = typeof config['extends'] === 'string' ? [config['extends']] : listOf(config['extends']);
  let options: ModuleOptions = {};
  for (const target of extended) {
    const found = extendedPath(path, target);
    options = { ...options, ...(found === undefined ? {} : await optionsOf(found, [...seen, path])) };
  }
  return { ...options, ...objectOf(config['compilerOptions']) };
}

/** A path with or without `.json`, or a file of a package. */
function extendedPath(from: string, target: unknown): string | undefined {
  if (typeof target !== 'string') return undefined;
  if (/^\.{0,2}\//.test(target)) return resolve(dirname(from), target.endsWith('.json') ? target : `${target}.json`);
  const packages = createRequire(from);
  for (const candidate of [target, `${target}.json`, `${target}/tsconfig.json`]) {
    try {
      return packages.resolve(candidate);
    } catch {
      // The next spelling may be the one.
    }
  }
  return undefined;
}

async function readObject(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const value: unknown = JSON.parse(withoutComments(await readFile(path, 'utf8')));
    return objectOf(value);
  } catch {
    return undefined;
  }
}

/** tsconfig.json is JSON with comments and commas at the end of lists; strings keep what looks like one. */
function withoutComments(text: string): string {
  const bare = text
    .replace(/^\ufeff/, '')
    .replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string: string | undefined) => string ?? '');
  return bare.replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? '');
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
