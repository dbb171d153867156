import { fatal } from '../core/handler-error.ts';
import { headerBytes } from '../core/header-text.ts';
import { textOf } from '../core/headers.ts';
import { isReplay } from '../core/pipeline/replay.ts';
import type { OutgoingRecord, StoredRecord, WireHeaders } from '../core/transport.ts';

/** The header in which a copy says on which topics it stood before, oldest first, with commas between. */
export const pathHeader = 'tap_path';

/** A path this long is a mistake, as where taps are made by a loop; and a header must not grow for ever. */
const longestPath = 16;

/**
 * The copies of a record for these topics: key and value as they are, and so the headers, but for the path. A topic on
 * which the record stood before gets none, so that taps which feed each other come to an end. Throws an error for the dead
 * letter topic where the path is too long, or none.
 */
export function copiesFor(record: StoredRecord, topics: readonly string[]): readonly OutgoingRecord[] {
  const path = [...pathOf(record), record.topic];
  const targets = topics.filter((topic) => !path.includes(topic));
  if (targets.length === 0) return [];
  const headers = new Map(record.headers);
  // A redriven letter is for the tap; with these headers, others would take its copy for none of theirs.
  if (isReplay(record)) for (const name of headers.keys()) if (name.startsWith('dlq_')) headers.delete(name);
  headers.set(pathHeader, headerBytes(path.join(',')));
  return targets.map((topic) => ({ topic, key: record.key, value: record.value, headers }));
}

/** The topics on which a record stood before this one. */
function pathOf({ headers, topic }: StoredRecord): readonly string[] {
  const text = readable(headers);
  if (text === undefined) return [];
  const path = text.split(',');
  if (path.length < longestPath) return path;
  throw fatal(
    `the record has passed ${path.length} taps (header "${pathHeader}") before ${topic}, ${longestPath - 1} are allowed; ` +
      'let taps read from where it was first',
  );
}

function readable(headers: WireHeaders): string | undefined {
  try {
    return textOf(headers, pathHeader);
  } catch (cause) {
    throw fatal(`header "${pathHeader}" is no text; only taps may set it`, { cause });
  }
}
