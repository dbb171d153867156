import { basename, dirname, join, resolve } from 'node:path';
import type { Finding } from '../model/finding.ts';
import { readText } from './read-text.ts';

export const configName = 'eventwright.config.json';

export interface FoundConfig {
  /** Absolute. */
  readonly path: string;
  /** Empty where there is a problem. */
  readonly text: string;
  /** Why it cannot be read. */
  readonly problem?: Finding;
}

/** The text of the configuration at `path` if one is given, else of the nearest one in `cwd` or a folder above it. */
export async function findConfig(cwd: string, path?: string): Promise<FoundConfig | undefined> {
  return path === undefined ? findUpward(resolve(cwd)) : readIfExists(resolve(cwd, path));
}

async function findUpward(folder: string): Promise<FoundConfig | undefined> {
  const found = await readIfExists(join(folder, configName));
  if (found !== undefined) return found;
  const above = dirname(folder);
  return above === folder ? undefined : findUpward(above);
}

async function readIfExists(path: string): Promise<FoundConfig | undefined> {
  const read = await readText(path, basename(path));
  if (read === undefined) return undefined;
  return 'text' in read ? { path, text: read.text } : { path, text: '', problem: read.finding };
}
