import { RuntimeError } from '../../core/errors.ts';
import type { Publisher } from '../../core/transport.ts';
import { orderHash } from '../shards.ts';
import type { OutboxRow, RefusedRow } from './outbox-rows.ts';

/** What became of rows of one topic. Those that are in neither list are to be tried again. */
export interface Published {
  readonly acknowledged: readonly OutboxRow[];
  /** The log will never take them. */
  readonly refused: readonly RefusedRow[];
  /** Why the rest is not published yet. */
  readonly failure?: unknown;
}

/**
 * Publishes rows of one topic in their order. Where the log says that a record is too large, it is looked for by halves;
 * what follows it under its key is left alone if `holds`, and everything else is published.
 */
export async function publishRows(
  publisher: Publisher,
  rows: readonly OutboxRow[],
  { holds }: { readonly holds: boolean },
): Promise<Published> {
  const acknowledged: OutboxRow[] = [];
  const refused: RefusedRow[] = [];
  const held = new Set<number>();
  const publish = async (part: readonly OutboxRow[]): Promise<void> => {
    const free = part.filter(({ record }) => held.size === 0 || record.key === null || !held.has(orderHash(record)));
    const [first] = free;
    if (first === undefined) return;
    try {
      await publisher.publish(free.map(({ record }) => record));
      acknowledged.push(...free);
    } catch (error) {
      if (!RuntimeError.is(error, 'RECORD_TOO_LARGE')) throw error;
      if (free.length === 1) {
        refused.push({ ...first, error });
        if (holds) held.add(orderHash(first.record));
        return;
      }
      await publish(free.slice(0, free.length >> 1));
      await publish(free.slice(free.length >> 1));
    }
  };
  try {
    await publish(rows);
    return { acknowledged, refused };
  } catch (failure) {
    return { acknowledged, refused, failure };
  }
}
