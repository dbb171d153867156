import type { fetchV17, KafkaRecord, MessageRecord, RecordsBatch } from '@platformatic/kafka';
import type { OutgoingRecord, StoredRecord, WireHeaders } from '../core/transport.ts';

/** The record for the client, for a partition that is settled. Its time is now, also when it is sent again. */
export function toMessage({ topic, key, value, headers }: OutgoingRecord, partition: number): MessageRecord {
  const named = new Map<Buffer, Buffer>();
  for (const [name, bytes] of headers) named.set(bytesOfName(name), toBuffer(bytes));
  return {
    topic,
    partition,
    timestamp: BigInt(Date.now()),
    ...(key === null ? {} : { key: toBuffer(key) }),
    // The client writes null as a tombstone, its type does not mention it.
    value: value === null ? (null as unknown as Buffer) : toBuffer(value),
    headers: named,
  };
}

type FetchedPartition = Pick<fetchV17.FetchResponsePartition, 'records' | 'abortedTransactions'>;

/** The records that readers see: no marks of transactions, and nothing of those that were aborted. */
export function toStoredRecords(topic: string, partition: number, fetched: FetchedPartition): readonly StoredRecord[] {
  const isAborted = createAbortedFilter(fetched.abortedTransactions ?? []);
  return (fetched.records ?? []).flatMap((batch) => {
    if (isAborted(batch) || isControl(batch)) return [];
    return batch.records.map((record) => toStoredRecord({ topic, partition }, batch, record));
  });
}

/** Where the next fetch begins: behind the last batch, also where compaction has taken its last records. */
export function nextOffset({ records }: FetchedPartition, from: bigint): bigint {
  const last = records?.at(-1);
  return last === undefined ? from : last.firstOffset + BigInt(last.lastOffsetDelta) + 1n;
}

function toStoredRecord(
  place: { readonly topic: string; readonly partition: number },
  batch: RecordsBatch,
  { key, value, headers, offsetDelta, timestampDelta }: KafkaRecord,
): StoredRecord {
  const time = isTimedByBroker(batch) ? batch.maxTimestamp : batch.firstTimestamp + timestampDelta;
  return {
    ...place,
    offset: batch.firstOffset + BigInt(offsetDelta),
    key,
    value,
    headers: toWireHeaders(headers),
    timestamp: Number(time),
  };
}

/** The last one counts where a name comes twice. A header without a value counts as an empty one. */
function toWireHeaders(headers: KafkaRecord['headers']): WireHeaders {
  const wire = new Map<string, Uint8Array>();
  let place = 0;
  for (const [name, bytes] of headers) {
    wire.set(name ? textOfName(name, place) : '', bytes ?? Buffer.alloc(0));
    place += 1;
  }
  return wire;
}

/** A name that was read, its bytes a copy: those of an answer would keep all of it in memory. */
interface ReadName {
  readonly bytes: Buffer;
  readonly text: string;
}

/** By their place in the record: the next record mostly has the same names in the same places. */
const readNames: ReadName[] = [];

function textOfName(name: Buffer, place: number): string {
  const known = readNames[place];
  if (known?.bytes.equals(name)) return known.text;
  const text = name.toString();
  if (place < mostNames) readNames[place] = { bytes: Buffer.from(name), text };
  return text;
}

/** By name, so that none is encoded for each record. */
const writtenNames = new Map<string, Buffer>();

function bytesOfName(name: string): Buffer {
  const known = writtenNames.get(name);
  if (known !== undefined) return known;
  const bytes = Buffer.from(name);
  if (writtenNames.size < mostNames) writtenNames.set(name, bytes);
  return bytes;
}

/** Names of headers that are remembered. */
const mostNames = 64;

const brokerTime = 1 << 3;
const transactional = 1 << 4;
const control = 1 << 5;

const isTimedByBroker = ({ attributes }: RecordsBatch): boolean => (attributes & brokerTime) !== 0;
const isTransactional = ({ attributes }: RecordsBatch): boolean => (attributes & transactional) !== 0;
const isControl = ({ attributes }: RecordsBatch): boolean => (attributes & control) !== 0;

type AbortedTransaction = Pick<fetchV17.FetchResponsePartitionAbortedTransaction, 'producerId' | 'firstOffset'>;

/**
 * Answers, for one batch after another, whether it belongs to an aborted transaction. Each producer has one transaction
 * at a time; it is over with the mark that the broker has put behind it.
 */
function createAbortedFilter(transactions: readonly AbortedTransaction[]): (batch: RecordsBatch) => boolean {
  const ahead = [...transactions].sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  const open = new Set<bigint>();
  return (batch) => {
    const lastOffset = batch.firstOffset + BigInt(batch.lastOffsetDelta);
    while (ahead[0] !== undefined && ahead[0].firstOffset <= lastOffset) open.add(ahead.shift()?.producerId ?? -1n);
    if (!isTransactional(batch) || !open.has(batch.producerId)) return false;
    if (isControl(batch)) open.delete(batch.producerId);
    return true;
  };
}

/** The same bytes, not a copy. */
function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
