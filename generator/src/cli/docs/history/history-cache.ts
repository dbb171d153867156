import { join } from 'node:path';
import type { Change } from '@eventwright/site';
import type { Config } from '../../../load/read-config.ts';
import { cacheFolder } from '../../../write/cache-folder.ts';
import { contentHash } from '../../../write/content-hash.ts';
import { makerOf } from '../../../write/maker.ts';
import { openResultCache } from '../../../write/result-cache.ts';

/** Changes from one commit to another never change: they are read once. */
export interface HistoryCache {
  read(before: string | undefined, after: string): readonly Change[] | undefined;
  write(before: string | undefined, after: string, changes: readonly Change[]): void;
  /** Keeps what was written, and nothing else. */
  save(): void;
}

export function openHistoryCache({ root, contracts, file, rules }: Config): HistoryCache {
  const settings = rules.map(({ ruleId, severity }) => [ruleId, severity]);
  const name = contentHash(JSON.stringify([file, contracts])).slice(0, 12);
  const cache = openResultCache(join(cacheFolder(root), `docs-history-${name}.json`));
  const key = contentHash(JSON.stringify([makerOf(), contracts, settings]));
  const text = cache.read(key);
  // The key has just proved that this very code wrote the text, so it holds what `save` was given.
  const old = new Map(
    text === undefined ? [] : (JSON.parse(text) as readonly (readonly [string, readonly Change[]])[]),
  );
  const kept = new Map<string, readonly Change[]>();
  return {
    read: (before, after) => old.get(pairOf(before, after)),
    write: (before, after, changes) => void kept.set(pairOf(before, after), changes),
    save() {
      const written = JSON.stringify([...kept]);
      if (written !== text) cache.write(key, written);
    },
  };
}

const pairOf = (before: string | undefined, after: string): string => `${before ?? ''} ${after}`;
