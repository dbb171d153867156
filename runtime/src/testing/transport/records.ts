import { murmur2 } from '../../core/partitioner.ts';
import type { OutgoingRecord, StoredRecord } from '../../core/transport.ts';

const encoder = new TextEncoder();

/** The bytes of a text; of `null`, null. */
export function bytes(text: string): Uint8Array;
export function bytes(text: string | null): Uint8Array | null;
export function bytes(text: string | null): Uint8Array | null {
  return text === null ? null : encoder.encode(text);
}

/** A record with texts for key and value. */
export function record(topic: string, value: string | null, key: string | null = null): OutgoingRecord {
  return { topic, key: bytes(key), value: bytes(value), headers: new Map() };
}

/** Records with the values `<prefix>0`, `<prefix>1`, … */
export function numbered(
  topic: string,
  count: number,
  { prefix = '', key = null }: NumberedOptions = {},
): readonly OutgoingRecord[] {
  return Array.from({ length: count }, (_, index) => record(topic, `${prefix}${index}`, key));
}

interface NumberedOptions {
  readonly prefix?: string;
  readonly key?: string | null;
}

/** A key for each partition of a topic, by partition. */
export function keyPerPartition(partitions: number): readonly string[] {
  return Array.from({ length: partitions }, (_, partition) => {
    for (let tried = 0; ; tried++) {
      if ((murmur2(encoder.encode(`key-${tried}`)) & 0x7fffffff) % partitions === partition) {
        return `key-${tried}`;
      }
    }
  });
}

/** The texts that the records hold as values. */
export function values(records: readonly StoredRecord[]): readonly (string | null)[] {
  return records.map(({ value }) => (value === null ? null : Buffer.from(value).toString()));
}

/** What a record carries, in a form that can be compared: bytes as hex. */
export function content({ key, value, headers }: OutgoingRecord): unknown {
  return {
    key: hex(key),
    value: hex(value),
    headers: [...headers].map(([name, bytes]) => [name, hex(bytes)]).sort(),
  };
}

function hex(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('hex');
}
