import type { Part } from './field-read.ts';
import type { GeneratedMessage } from './generated-contract.ts';
import type { GeneratedRecord } from './generated-records.ts';

/** Where in a message a record stands. */
export interface MessagePath {
  readonly message: string;
  readonly part: Part;
  /** Empty for the whole part. */
  readonly path: string;
}

/**
 * All places of every record. A recursive record is found where it first is; below that it is itself again. Of records that
 * use each other in more ways than anybody counts, the first are taken.
 */
export function messagePathsOf(
  messages: readonly GeneratedMessage[],
): ReadonlyMap<GeneratedRecord, readonly MessagePath[]> {
  const found = new Map<GeneratedRecord, Map<string, MessagePath>>();
  const visit = (record: GeneratedRecord, at: MessagePath, above: Above): void => {
    if (above.records.includes(record) || above.budget.left === 0) return;
    above.budget.left -= 1;
    const paths = found.get(record) ?? new Map<string, MessagePath>();
    found.set(record, paths);
    const key = pathKey(at);
    if (!paths.has(key)) paths.set(key, at);
    const records = [...above.records, record];
    for (const [field, inner] of record.fields) {
      for (const one of inner) visit(one, below(at, field), { records, budget: above.budget });
    }
  };
  for (const { name, roots } of messages) {
    const budget = { left: maxVisits };
    for (const { part, record } of roots) visit(record, { message: name, part, path: '' }, { records: [], budget });
  }
  return new Map([...found].map(([record, paths]) => [record, [...paths.values()]]));
}

const maxVisits = 20_000;

interface Above {
  readonly records: readonly GeneratedRecord[];
  readonly budget: { left: number };
}

export const pathKey = ({ message, part, path }: MessagePath): string => `${message}\n${part}\n${path}`;

/** The place of a field in the record that stands at a path. */
export const below = (at: MessagePath, field: string): MessagePath => ({
  ...at,
  path: at.path === '' ? field : `${at.path}.${field}`,
});
