import { createHash } from 'node:crypto';
import { textOf } from '../core/headers.ts';
import type { RecordPosition, WireHeaders } from '../core/transport.ts';

/** Longer ids do not fit into an index; UUIDs have 36 characters. */
const longestId = 512;

/** The id as a column takes it: any text, the same for the same id. */
export function storedId(id: string): string {
  if (id.length <= longestId && !id.includes('\0')) return id;
  return `sha256:${createHash('sha256').update(id).digest('hex')}`;
}

/** The id of a record's event, as the table has it. Records without one go by their position. */
export function eventIdOf(record: RecordPosition & { readonly headers: WireHeaders }): string {
  return storedId(textOf(record.headers, 'ce_id') ?? `${record.topic}/${record.partition}/${record.offset}`);
}

const longestError = 1_000;

/** Class and message of what was thrown, as columns take them. Anything can be thrown. */
export function describeError(error: unknown): readonly [name: string, message: string] {
  try {
    if (error instanceof Error) return [stored(error.name), stored(error.message)];
    return [typeof error, stored(String(error))];
  } catch {
    return [typeof error, '(a thrown object that cannot be shown as text)'];
  }
}

function stored(text: string): string {
  return text.slice(0, longestError).replaceAll('\0', '\uFFFD').toWellFormed();
}
