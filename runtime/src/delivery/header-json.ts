import { RuntimeError } from '../core/errors.ts';
import type { WireHeaders } from '../core/transport.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Headers as a JSON object that people and SQL can read: text as text, other bytes as `{"base64": "…"}`. Text with a
 * zero in it counts as other bytes, since PostgreSQL has no such text.
 */
export function headersToJson(headers: WireHeaders): string {
  return JSON.stringify(Object.fromEntries([...headers].map(([name, bytes]) => [name, jsonOf(bytes)])));
}

/** Throws `VALUE_INVALID` for what `headersToJson` has not made. */
export function headersFromJson(json: unknown): Map<string, Uint8Array> {
  if (typeof json !== 'object' || json === null) throw invalid('the column');
  return new Map(Object.entries(json).map(([name, value]) => [name, bytesOf(name, value)]));
}

function jsonOf(bytes: Uint8Array): string | { readonly base64: string } {
  if (bytes.includes(0)) return base64Of(bytes);
  try {
    return decoder.decode(bytes);
  } catch {
    return base64Of(bytes);
  }
}

function base64Of(bytes: Uint8Array): { readonly base64: string } {
  return { base64: Buffer.from(bytes).toString('base64') };
}

function bytesOf(name: string, value: unknown): Uint8Array {
  if (typeof value === 'string') return pooled(Buffer.from(value));
  if (typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string') {
    return pooled(Buffer.from(value.base64, 'base64'));
  }
  throw invalid(`header ${name}`);
}

/** Memory that short buffers share costs a fraction of an array's own. */
function pooled({ buffer, byteOffset, byteLength }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function invalid(what: string): RuntimeError {
  const cure =
    'Rows of the tables eventwright_* are changed by the runtime alone: put back what was there, or delete it';
  return new RuntimeError(
    'VALUE_INVALID',
    `In the table, ${what} holds no headers as the runtime writes them. ${cure}.`,
  );
}
