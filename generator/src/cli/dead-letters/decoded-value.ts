import type { JsonValue } from '@eventwright/avro';
import { Decimal } from '@eventwright/runtime';
import { connectRegistry } from '@eventwright/runtime/registry';

/** The value of a record, for people and for machines. */
export interface DecodedValue {
  readonly text: string;
  readonly data: JsonValue;
}

/** A value by the schema that it was written with; where that cannot be had, its bytes and why. */
export async function decodedValue(value: Uint8Array | null, url: string | undefined): Promise<DecodedValue> {
  if (value === null) return { text: '(no value: a tombstone)', data: null };
  if (url === undefined) return undecoded(value, 'give --registry to see it by its schema');
  const registry = connectRegistry({ url });
  try {
    const { name, fingerprint, avro } = await registry.identify(value);
    const data = jsonOf(await registry.read(value, { name, version: 1, fingerprint, avro }));
    return { text: `${name}\n${JSON.stringify(data, undefined, 2)}`, data };
  } catch (error) {
    return undecoded(value, error instanceof Error ? error.message : String(error));
  }
}

const longest = 512;

function undecoded(value: Uint8Array, why: string): DecodedValue {
  const hex = Buffer.from(value.buffer, value.byteOffset, Math.min(value.length, longest)).toString('hex');
  const more = value.length > longest ? '…' : '';
  return { text: `${value.length} bytes, ${why}\n0x${hex}${more}`, data: `0x${hex}${more}` };
}

/** What JSON has no type for, numbers that it would not keep exact included, becomes text. */
export function jsonOf(value: unknown): JsonValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Decimal) return value.toString();
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, item]) => [String(name), jsonOf(item)]));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, jsonOf(item)]));
}
