import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { EnvironmentError } from '../script-error.ts';

/** Where Debian keeps a folder per major version, off the PATH. */
const debianFolder = '/usr/lib/postgresql';

/** The folder with `postgres` and `initdb`: the first on the PATH, else the newest that Debian installed. */
export function findPostgresBinaries(env: NodeJS.ProcessEnv): string {
  const candidates = [...(env['PATH'] ?? '').split(delimiter), ...debianVersions()];
  const found = candidates.find((folder) => ['postgres', 'initdb'].every((name) => existsSync(join(folder, name))));
  if (found !== undefined) return found;
  throw new EnvironmentError(
    `no PostgreSQL: neither the PATH nor ${debianFolder}/*/bin has 'postgres' and 'initdb'; install it (Debian: ` +
      'apt-get install postgresql) or set DATABASE_URL_<SERVICE>, for tests POSTGRES_URL, to a server that runs already',
  );
}

function debianVersions(): readonly string[] {
  if (!existsSync(debianFolder)) return [];
  return readdirSync(debianFolder)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(debianFolder, version, 'bin'));
}
