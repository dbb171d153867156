import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { parseSource } from '../../load/parse-source.ts';
import { toJson } from '../../model/node.ts';
import { suggest } from '../../model/suggest.ts';
import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';

/** A template of the AsyncAPI Generator on this disk. */
export interface Template {
  readonly name: string;
  readonly version: string;
  /** Absolute path. */
  readonly folder: string;
  readonly parameters: ReadonlyMap<string, TemplateParameter>;
}

export interface TemplateParameter {
  readonly description: string;
  readonly isRequired: boolean;
}

/**
 * The template of this name: a package that is installed in one of the folders or above it, or a folder, relative to the
 * first. Nothing is ever installed. Throws a `CliError` where there is none.
 */
export function findTemplate(name: string, folders: readonly string[]): Template {
  const folder = isPath(name) ? folderAt(name, folders[0] ?? '.') : packageIn(name, folders);
  if (folder === undefined) {
    throw new CliError(exitCode.usage, `There is no template '${name}' here.`, {
      help: isPath(name)
        ? 'A template is a folder with a package.json and a folder "template".'
        : `Install it: npm install --save-dev ${name}. A folder begins with ./ or ../.`,
    });
  }
  const manifest = manifestOf(folder);
  return {
    name: textOf(manifest, 'name') ?? name,
    version: textOf(manifest, 'version') ?? '0.0.0',
    folder,
    parameters: parametersOf(folder, manifest),
  };
}

/** Throws a `CliError` where a parameter is not one of the template, or one that it needs is missing. */
export function checkParameters({ name, parameters }: Template, given: ReadonlyMap<string, string>): void {
  for (const key of given.keys()) {
    if (parameters.has(key)) continue;
    const help = parameters.size === 0 ? 'It has none.' : suggest(key, [...parameters.keys()]);
    throw new CliError(exitCode.usage, `The template ${name} has no parameter '${key}'.`, {
      ...(help === undefined ? {} : { help }),
    });
  }
  const missing = [...parameters].find(([key, { isRequired }]) => isRequired && !given.has(key));
  if (missing === undefined) return;
  const [key, { description }] = missing;
  throw new CliError(exitCode.usage, `The template ${name} needs the parameter '${key}'.`, {
    help: `Give it by --param ${key}=…${description === '' ? '' : `: ${description}`}`,
  });
}

const isPath = (name: string): boolean => isAbsolute(name) || /^\.{1,2}(?:[/\\]|$)/.test(name);

function folderAt(name: string, from: string): string | undefined {
  const folder = resolve(from, name);
  return isTemplate(folder) ? folder : undefined;
}

function packageIn(name: string, folders: readonly string[]): string | undefined {
  if (!/^(?:@[\w.-]+\/)?[\w-][\w.-]*$/.test(name)) return undefined;
  return folders
    .flatMap((folder) => createRequire(join(folder, 'package.json')).resolve.paths(name) ?? [])
    .map((modules) => join(modules, name))
    .find(isTemplate);
}

const isTemplate = (folder: string): boolean =>
  existsSync(join(folder, 'package.json')) &&
  (statSync(join(folder, 'template'), { throwIfNoEntry: false })?.isDirectory() ?? false);

type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function manifestOf(folder: string): Json {
  return readObject(join(folder, 'package.json'), JSON.parse);
}

/** A template says what it takes in a file of its own, or in its manifest. */
function parametersOf(folder: string, manifest: Json): Template['parameters'] {
  const own = join(folder, '.ageneratorrc');
  const config = existsSync(own) ? readObject(own, yaml) : manifest['generator'];
  const parameters = isObject(config) ? config['parameters'] : undefined;
  if (!isObject(parameters)) return new Map();
  return new Map(
    Object.entries(parameters).map(([key, value]) => [
      key,
      {
        description: textOf(isObject(value) ? value : {}, 'description') ?? '',
        isRequired: isObject(value) && value['required'] === true && value['default'] === undefined,
      },
    ]),
  );
}

function yaml(text: string): unknown {
  const { root } = parseSource('.ageneratorrc', text);
  return root === undefined ? undefined : toJson(root);
}

function readObject(path: string, read: (text: string) => unknown): Json {
  try {
    const value = read(readFileSync(path, 'utf8'));
    return isObject(value) ? value : {};
  } catch (cause) {
    throw new CliError(exitCode.usage, `${path} cannot be read.`, {
      help: `Mend it, or install the template in ${dirname(path)} anew.`,
      cause,
    });
  }
}

function textOf(object: Json, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}
