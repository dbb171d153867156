import { headerBytes } from '../core/header-text.ts';
import type { DeadLetter } from './dead-letter.ts';

/** Which dead letters are meant; what is left out does not matter. */
export interface LetterSelection {
  /** Id of a letter (`orders.dlt/0/12`) or of its event. */
  readonly id?: string;
  readonly group?: string;
  readonly reason?: string;
  /** Key, as text or as `0x` and hexadecimal digits. */
  readonly key?: string;
  /** Fingerprint of the error. */
  readonly error?: string;
  /** Died then or later. */
  readonly since?: Date;
  /** Died before then. */
  readonly until?: Date;
}

export function isSelected(letter: DeadLetter, selection: LetterSelection): boolean {
  const { id, group, reason, key, error, since, until } = selection;
  return (
    (id === undefined || letter.id === id || letter.eventId === id) &&
    (group === undefined || letter.group === group) &&
    (reason === undefined || letter.reason === reason) &&
    (error === undefined || letter.fingerprint === error) &&
    (key === undefined || hasKey(letter, key)) &&
    (since === undefined || letter.deadAt >= since) &&
    (until === undefined || letter.deadAt < until)
  );
}

/** A key of text travels as a string of Avro, behind the id of its schema: what it says counts, and its bytes do. */
function hasKey({ record: { key } }: DeadLetter, wanted: string): boolean {
  if (key === null) return false;
  const hex = /^0x(?<digits>([0-9a-f]{2})+)$/i.exec(wanted)?.groups?.['digits'];
  const bytes = hex === undefined ? headerBytes(wanted) : Uint8Array.from(Buffer.from(hex, 'hex'));
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).equals(bytes) || keyText(key) === wanted;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * A key for people: the text of an Avro string in the registry's frame or of bare UTF-8, else `0x` and hexadecimal
 * digits.
 */
export function keyText(key: Uint8Array): string {
  const framed = key[0] === 0 && key.length > 5 ? avroString(key.subarray(5)) : undefined;
  return framed ?? plainText(key) ?? `0x${Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('hex')}`;
}

/** The text of bytes that are one Avro string and nothing else: its length, zigzag and in groups of seven bits, then UTF-8. */
function avroString(bytes: Uint8Array): string | undefined {
  let length = 0;
  let at = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** shift;
    at += 1;
    if (byte < 0x80) break;
  }
  return length / 2 === bytes.length - at ? plainText(bytes.subarray(at)) : undefined;
}

function plainText(bytes: Uint8Array): string | undefined {
  try {
    const text = decoder.decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
    return /[\u0000-\u001f\u007f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
