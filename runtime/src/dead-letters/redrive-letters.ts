import { headerBytes } from '../core/header-text.ts';
import type { OutgoingRecord, Publisher } from '../core/transport.ts';
import { type Wait, waitByTimer } from '../core/wait.ts';
import type { DeadLetter } from './dead-letter.ts';

export interface RedriveOptions {
  readonly publisher: Publisher;
  /** Letters a second, at most. */
  readonly perSecond: number;
  /** Ends it between two letters; what was published stays published. */
  readonly signal?: AbortSignal;
  /** Called when so many are durable. */
  onProgress?(redriven: number): void;
  /** Default: the system's timers. */
  readonly wait?: Wait;
}

/** Letters that are published together come from so long a time, in milliseconds. */
const beat = 100;

/**
 * Publishes dead letters to the topics that they come from, for the consumer group that gave them up and for no other, in
 * the order in which they stood there. Their event ids stay the same, so that a letter that is redriven twice has its
 * effect once. Resolves with how many are durable; rejects where one cannot be published, with those before it published.
 */
export async function redriveLetters(
  letters: readonly DeadLetter[],
  { publisher, perSecond, signal, onProgress, wait = waitByTimer }: RedriveOptions,
): Promise<number> {
  const ordered = [...letters].sort(byOriginalPlace);
  const together = Math.max(1, Math.floor((perSecond * beat) / 1_000));
  const pause = (together * 1_000) / perSecond;
  let redriven = 0;
  while (redriven < ordered.length && signal?.aborted !== true) {
    if (redriven > 0) await wait(pause, signal ?? new AbortController().signal).catch(() => undefined);
    if (signal?.aborted) break;
    const batch = ordered.slice(redriven, redriven + together);
    await publisher.publish(batch.map(redriveOf));
    redriven += batch.length;
    onProgress?.(redriven);
  }
  return redriven;
}

/** The record as it was, addressed to who gave it up. Headers are replaced, so they do not grow from death to death. */
export function redriveOf({ id, record, original, replayCount }: DeadLetter): OutgoingRecord {
  const headers = new Map(record.headers);
  headers.set('dlq_replay_id', headerBytes(id));
  headers.set('dlq_replay_count', headerBytes(String(replayCount + 1)));
  return { topic: original.topic, key: record.key, value: record.value, headers };
}

function byOriginalPlace({ original: one }: DeadLetter, { original: other }: DeadLetter): number {
  if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1;
  if (one.partition !== other.partition) return one.partition - other.partition;
  return one.offset < other.offset ? -1 : one.offset > other.offset ? 1 : 0;
}
