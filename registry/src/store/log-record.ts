import { crc32 } from 'node:zlib';
import type { JsonValue } from '@eventwright/avro';

/**
 * One line of the log: what is kept or lost together. Eight hex digits of the CRC-32 of the JSON, a space, a JSON array
 * of entries, a line feed. JSON escapes line feeds, so the one at the end is the only one, and a line without it was
 * never finished.
 */
export function printRecord(entries: readonly JsonValue[]): string {
  const json = JSON.stringify(entries);
  return `${checksum(json)} ${json}\n`;
}

/** Reads a line without its line feed. Undefined where it is not what was written. */
export function parseRecord(line: string): readonly JsonValue[] | undefined {
  const json = line.slice(9);
  if (line[8] !== ' ' || line.slice(0, 8) !== checksum(json)) return undefined;
  const entries: unknown = JSON.parse(json);
  return Array.isArray(entries) ? entries : undefined;
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}
