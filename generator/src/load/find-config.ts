import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

export const configName = 'eventwright.config.json';

export interface FoundConfig {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
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
  try {
    return { path, text: await readFile(path, 'utf8') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw error;
  }
}
