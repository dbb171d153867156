import { sha1 } from './sha1.ts';

/** What decides the id of an event that a handler sends. */
export interface DerivedFrom {
  /** CloudEvents source of the sender. */
  readonly source: string;
  /** Id of the event that is handled. */
  readonly causeId: string;
  /** Name of the message that is sent. */
  readonly message: string;
  /** Its key as it is on the wire. */
  readonly key: Uint8Array;
  /** How many of this message and key were sent before, while handling the same event. */
  readonly ordinal: number;
}

/**
 * The id of an event that a handler sends: a UUIDv5 of what it derives from, so that handling an event again gives the
 * events it leads to the same ids, and whoever receives them can drop the second copy.
 */
export function derivedEventId(from: DerivedFrom): string {
  const { source, causeId, message, key, ordinal } = from;
  const fields = [source, causeId, message, key, String(ordinal)].map(bytesOf);
  return uuid(sha1(framed(fields)).subarray(0, 16), 5);
}

/**
 * A source of UUIDv7 (RFC 9562 section 5.7), ascending within the process: the twelve bits after the milliseconds count
 * up, and a clock that stands still or jumps back is overtaken rather than followed.
 */
export function eventIds(now: () => Date): () => string {
  let lastMilliseconds = 0;
  let counter = 0;
  const randomBytes = createRandomBytes();
  return () => {
    const bytes = randomBytes();
    const milliseconds = now().getTime();
    if (milliseconds > lastMilliseconds) {
      lastMilliseconds = milliseconds;
      // Half of the counter's range is left for counting up.
      counter = (((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)) & 0x7ff;
    } else if (counter === 0xfff) {
      lastMilliseconds += 1;
      counter = 0;
    } else {
      counter += 1;
    }
    const high = Math.floor(lastMilliseconds / 0x10000);
    bytes[0] = high >>> 24;
    bytes[1] = high >>> 16;
    bytes[2] = high >>> 8;
    bytes[3] = high;
    bytes[4] = lastMilliseconds >>> 8;
    bytes[5] = lastMilliseconds;
    bytes[6] = counter >>> 8;
    bytes[7] = counter;
    return uuid(bytes, 7);
  };
}

/** Chosen once, at random; changing it changes every derived id. */
const namespace = Uint8Array.of(
  0x6b,
  0x1f,
  0x0a,
  0x52,
  0x91,
  0x4e,
  0x4d,
  0x37,
  0xa8,
  0x05,
  0xe3,
  0x7c,
  0x28,
  0xd4,
  0x5b,
  0x90,
);

const encoder = new TextEncoder();

const bytesOf = (value: string | Uint8Array): Uint8Array => (typeof value === 'string' ? encoder.encode(value) : value);

/** The namespace, and each field with its length before it, so that no two lists of fields give the same bytes. */
function framed(fields: readonly Uint8Array[]): Uint8Array {
  const length = fields.reduce((sum, field) => sum + 4 + field.length, namespace.length);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  bytes.set(namespace);
  let offset = namespace.length;
  for (const field of fields) {
    view.setUint32(offset, field.length);
    bytes.set(field, offset + 4);
    offset += 4 + field.length;
  }
  return bytes;
}

/** Sixteen random bytes at a time, which the caller may change. Drawn for many ids at once, since each draw is a call of the system. */
function createRandomBytes(): () => Uint8Array {
  const pool = new Uint8Array(16 * 256);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      crypto.getRandomValues(pool);
      used = 0;
    }
    used += 16;
    return pool.subarray(used - 16, used);
  };
}

/** Two digits for each byte. */
const hex: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Sixteen bytes as a UUID, with version and variant set as RFC 9562 section 4 wants them. */
function uuid(bytes: Uint8Array, version: number): string {
  let text = '';
  for (let index = 0; index < 16; index += 1) {
    let byte = bytes[index] ?? 0;
    if (index === 6) byte = (byte & 0x0f) | (version << 4);
    if (index === 8) byte = (byte & 0x3f) | 0x80;
    if (index === 4 || index === 6 || index === 8 || index === 10) text += '-';
    text += hex[byte] ?? '';
  }
  return text;
}
