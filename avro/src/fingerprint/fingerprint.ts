import { canonicalForm } from '../canonical-form.ts';
import type { SchemaInput } from '../is-schema.ts';
import { crc64Avro } from './crc64-avro.ts';
import { md5 } from './md5.ts';
import { sha256 } from './sha256.ts';

/** CRC-64-AVRO of the canonical form as a signed 64-bit number, as Avro Java's `parsingFingerprint64` gives it. */
export function fingerprint64(schema: SchemaInput): bigint {
  return BigInt.asIntN(64, crc64Avro(canonicalBytes(schema)));
}

/** CRC-64-AVRO as 16 hex digits, the most significant first; the single-object encoding has the bytes reversed. */
export function fingerprint64Hex(schema: SchemaInput): string {
  return crc64Avro(canonicalBytes(schema)).toString(16).padStart(16, '0');
}

/** MD5 of the canonical form as 32 hex digits. */
export function fingerprintMd5(schema: SchemaInput): string {
  return hex(md5(canonicalBytes(schema)));
}

/** SHA-256 of the canonical form as 64 hex digits. */
export function fingerprintSha256(schema: SchemaInput): string {
  return hex(sha256(canonicalBytes(schema)));
}

const encoder = new TextEncoder();

function canonicalBytes(schema: SchemaInput): Uint8Array {
  return encoder.encode(canonicalForm(schema));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
