import { RuntimeError } from './errors.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Header values are UTF-8 text, as CloudEvents wants it for Kafka. */
export function headerBytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Throws `HEADER_INVALID`, naming the header, where the bytes are not UTF-8. */
export function headerText(name: string, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new RuntimeError('HEADER_INVALID', `header "${name}" is not UTF-8 text; header values must be`, { cause });
  }
}
