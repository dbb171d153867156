import { describe, expect, it } from 'vitest';
import type { Registration } from '../core/application.ts';
import type { Schema } from '../core/schema.ts';
import { openMemoryRegistry } from './memory-registry.ts';

interface Order {
  readonly id: string;
}

const id = { name: 'id', type: 'string' };
const total = { name: 'total', type: 'long', default: 7 };

function orderVersion<Value>(version: number, fields: readonly object[]): Schema<Value> {
  const avro = JSON.stringify({ type: 'record', name: 'shop.Order', fields });
  return { name: 'shop.Order', version, fingerprint: `${version}`, avro };
}

const first = orderVersion<Order>(1, [id]);
const second = orderVersion<Order & { readonly total: bigint }>(2, [id, total]);

const registration = (subject: string, schema: Schema<unknown>): Registration => ({
  subject,
  schema,
  compatibility: 'BACKWARD',
});

const registry = openMemoryRegistry([
  registration('orders', first),
  registration('orders', second),
  registration('archive', first),
]);

describe('the registry in memory', () => {
  it('writes the wire format and reads it by schema resolution', async () => {
    const bytes = await (await registry.writer('orders', first)).encode({ id: 'o' });
    expect([...bytes]).toEqual([0, 0, 0, 0, 1, 2, 'o'.charCodeAt(0)]);
    expect(await registry.read(bytes, second)).toEqual({ id: 'o', total: 7n });
  });

  it('gives a schema one id under all its subjects', async () => {
    const bytes = await (await registry.writer('archive', first)).encode({ id: 'o' });
    expect(await registry.identify(bytes)).toMatchObject({ id: 1, name: 'shop.Order' });
  });

  it('does not hold what was not given under the subject', async () => {
    await expect(registry.writer('archive', second)).rejects.toThrow('[SCHEMA_NOT_REGISTERED]');
    await expect(registry.identify(Uint8Array.of(0, 0, 0, 0, 3))).rejects.toThrow('[SCHEMA_UNKNOWN]');
  });
});
