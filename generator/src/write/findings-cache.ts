import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FindingsCache } from '../load/official-parser/validate-with-official-parser.ts';
import type { Finding, RelatedPlace } from '../model/finding.ts';
import { cacheFolder } from './cache-folder.ts';

const name = 'official-parser.json';

/** Keeps the findings of the last run. A file that is missing, torn or cannot be written is no error: the next run is slower. */
export function openFindingsCache(root: string): FindingsCache {
  return {
    read(key) {
      try {
        return findingsIn(JSON.parse(readFileSync(cacheFile(root), 'utf8')), key);
      } catch {
        return undefined;
      }
    },
    async write(key, findings) {
      try {
        const file = cacheFile(root);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(`${file}.${process.pid}`, JSON.stringify({ key, findings }));
        await rename(`${file}.${process.pid}`, file);
      } catch {
        // A folder that cannot be written to, as in a read-only container.
      }
    },
  };
}

const cacheFile = (root: string): string => join(cacheFolder(root), name);

/** The findings, if the file is one of this key and whole. */
function findingsIn(json: unknown, key: string): readonly Finding[] | undefined {
  if (!isRecord(json) || json['key'] !== key || !Array.isArray(json['findings'])) return undefined;
  const findings: readonly unknown[] = json['findings'];
  return findings.every(isFinding) ? findings : undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isOptionalText = (value: unknown): boolean => value === undefined || typeof value === 'string';

function isFinding(value: unknown): value is Finding {
  return (
    isPlace(value) &&
    isRecord(value) &&
    typeof value['ruleId'] === 'string' &&
    ['error', 'warning', 'info'].includes(String(value['severity'])) &&
    Array.isArray(value['related']) &&
    value['related'].every(isPlace) &&
    isOptionalText(value['path']) &&
    isOptionalText(value['help'])
  );
}

function isPlace(value: unknown): value is RelatedPlace {
  if (!isRecord(value) || typeof value['message'] !== 'string') return false;
  const position = value['position'];
  return (
    isRecord(position) &&
    typeof position['file'] === 'string' &&
    typeof position['line'] === 'number' &&
    typeof position['column'] === 'number'
  );
}

export const noFindingsCache: FindingsCache = { read: () => undefined, write: async () => undefined };
