import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import type { PGlite } from '@electric-sql/pglite';

/**
 * Creates or opens the data in a folder, or in memory. What a new one starts from is made once, which takes seconds, and
 * kept beside the package for the next, which then takes a fraction of that.
 */
export async function createPglite(dataDir: string | undefined): Promise<PGlite> {
  // Loaded here, because it is large and services on a server never need it.
  const { PGlite } = await import('@electric-sql/pglite');
  const place = dataDir === undefined ? {} : { dataDir };
  if (dataDir !== undefined && (await exists(dataDir))) return PGlite.create(place);
  const template = await templateFile();
  const loadDataDir = template === undefined ? undefined : await readTemplate(template);
  if (loadDataDir !== undefined) {
    try {
      return await PGlite.create({ ...place, loadDataDir });
    } catch {
      // Of another build or damaged: everything can be made without it.
      if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
    }
  }
  const pglite = await PGlite.create(place);
  if (template !== undefined) await keepTemplate(template, pglite);
  return pglite;
}

async function exists(dataDir: string): Promise<boolean> {
  const version = await readFile(join(dataDir, 'PG_VERSION')).catch(() => undefined);
  return version !== undefined;
}

/** In the cache of the `node_modules` that PGlite is in, by its version. Undefined where it is in none, as in a bundle. */
async function templateFile(): Promise<string | undefined> {
  const entry = fileURLToPath(import.meta.resolve('@electric-sql/pglite'));
  const end = entry.lastIndexOf(`${sep}node_modules${sep}`);
  if (end < 0) return undefined;
  const version = await versionIn(join(dirname(entry), '..', 'package.json'));
  if (version === undefined) return undefined;
  return join(entry.slice(0, end), 'node_modules', '.cache', 'eventwright', `pglite-${version}.tar.gz`);
}

async function versionIn(file: string): Promise<string | undefined> {
  const manifest: unknown = JSON.parse(await readFile(file, 'utf8').catch(() => 'null'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return undefined;
  return typeof manifest.version === 'string' ? manifest.version : undefined;
}

async function readTemplate(file: string): Promise<Blob | undefined> {
  try {
    return new Blob([await promisify(gunzip)(await readFile(file))]);
  } catch {
    return undefined;
  }
}

/** Best effort: where the folder cannot be written to, every new one is made from nothing. */
async function keepTemplate(file: string, pglite: PGlite): Promise<void> {
  const half = `${file}.${process.pid}`;
  try {
    const data = Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer());
    await mkdir(dirname(file), { recursive: true });
    await writeFile(half, await promisify(gzip)(data, { level: constants.Z_BEST_SPEED }));
    await rename(half, file);
  } catch {
    await rm(half, { force: true }).catch(() => undefined);
  }
}
