import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createGit } from '../../../load/base/git.ts';
import type { Config } from '../../../load/read-config.ts';
import { waiversName } from '../../../load/read-waivers.ts';
import { lockName } from '../../../release/lock.ts';
import { cacheFolder } from '../../../write/cache-folder.ts';
import { contentHash } from '../../../write/content-hash.ts';
import { openContentMemory } from '../../../write/content-memory.ts';
import { makerOf } from '../../../write/maker.ts';
import { openResultCache } from '../../../write/result-cache.ts';
import { type BaseSpec, parseBaseSpec } from '../../base/base-spec.ts';
import type { Container } from '../../container.ts';
import type { Report } from '../../report/report.ts';

/** What `compat` found, without texts and folders, which are looked up anew. */
export type CompatResult = Pick<Report, 'exitCode' | 'findings' | 'lines' | 'data'>;

/** The result of the last run, as long as nothing that it was made of has changed. */
export interface LastResult {
  readonly known: CompatResult | undefined;
  /** Keeps a result that was made of nothing but contracts, waivers, settings and the base: code is not looked at here. */
  remember(result: CompatResult): void;
}

/** Undefined for a base of which nobody can say without reading it whether it has changed: a folder, a registry. */
export async function lastResult(
  container: Container,
  config: Config,
  { against, today }: { readonly against: string; readonly today: string },
): Promise<LastResult | undefined> {
  const base = await stateOf(container, config, parseBaseSpec(against));
  if (base === undefined) return undefined;
  const { root, file, contracts } = config;
  const folder = cacheFolder(root);
  const name = contentHash(JSON.stringify([file, against])).slice(0, 12);
  const contents = openContentMemory({ file: join(folder, `compat-contents-${name}.txt`) });
  const keyNow = (): string => {
    const paths = [file, waiversName, lockName, ...filesBelow(root, contracts)];
    const hashes = paths.map((path) => [path, contents.hashOf(join(root, path))]);
    return contentHash(JSON.stringify([makerOf(), root, base, today, hashes]));
  };
  const key = keyNow();
  const cache = openResultCache(join(folder, `compat-${name}.json`));
  const text = cache.read(key);
  return {
    // The key has just proved that this very code wrote the text, so it holds what `remember` was given.
    known: text === undefined ? undefined : (JSON.parse(text) as CompatResult),
    remember({ exitCode, findings, lines, data }) {
      // What was saved while the contracts were read may be in the result or not.
      if (keyNow() !== key) return;
      cache.write(key, JSON.stringify({ exitCode, findings, lines, data }));
      contents.save();
    },
  };
}

async function stateOf({ io }: Container, { root }: Config, spec: BaseSpec): Promise<string | undefined> {
  if (spec.kind === 'lock') return 'lock';
  if (spec.kind !== 'git') return undefined;
  const git = createGit({ folder: root, env: io.env, signal: io.signal });
  // Where there is no git, opening the base says so.
  const found = await git(['rev-parse', '--verify', '--quiet', `${spec.ref}^{commit}`]).catch(() => undefined);
  if (found === undefined) return undefined;
  const { exitCode, stdout } = found;
  return exitCode === 0 ? `${spec.ref} ${spec.folder ?? ''} ${stdout.toString('utf8').trim()}` : undefined;
}

/** Every file, whether the contracts use it or not; empty where there is no such folder, which reading it will say. */
function filesBelow(root: string, folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort();
  } catch {
    return [];
  }
}
