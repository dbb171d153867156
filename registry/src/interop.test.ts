import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistry, memoryStore, type Registry, type RegistryServer, serveRegistry } from './index.ts';
import { ask } from './testing/ask.ts';

let registry: Registry;
let server: RegistryServer;

beforeEach(async () => {
  registry = createRegistry({ store: memoryStore() });
  server = await serveRegistry(registry, { port: 0 });
});

afterEach(() => server.close());

function client(): SchemaRegistry {
  return new SchemaRegistry({ host: server.url, retry: { retries: 0 } });
}

const order = {
  type: 'record',
  name: 'Order',
  namespace: 'shop.orders',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'total', type: 'long', doc: 'in cents' },
  ],
};
const orderText = JSON.stringify(order);
const changedText = JSON.stringify({
  ...order,
  fields: [...order.fields, { name: 'note', type: 'string', default: '' }],
});
const brokenText = JSON.stringify({ ...order, fields: [...order.fields, { name: 'note', type: 'string' }] });

const avro = (schema: string): { type: SchemaType.AVRO; schema: string } => ({ type: SchemaType.AVRO, schema });
const subject = 'shop.orders/placed-value';

describe('the registry to @kafkajs/confluent-schema-registry', () => {
  it('registers a schema and sets the level of a new subject', async () => {
    const { id } = await client().register(avro(orderText), { subject });
    expect(id).toBe(1);
    const path = encodeURIComponent(subject);
    expect(await ask(registry, `GET /config/${path}`)).toEqual({
      status: 200,
      body: { compatibilityLevel: 'BACKWARD' },
    });
    expect(await client().register(avro(orderText), { subject })).toMatchObject({ id });
  });

  it('finds ids by schema, by version and as the latest', async () => {
    const first = await client().register(avro(orderText), { subject });
    const second = await client().register(avro(changedText), { subject });
    expect(await client().getRegistryIdBySchema(subject, avro(orderText))).toBe(first.id);
    expect(await client().getRegistryId(subject, 1)).toBe(first.id);
    expect(await client().getRegistryId(subject, 'latest')).toBe(second.id);
    expect(await client().getLatestSchemaId(subject)).toBe(second.id);
  });

  it('says that a schema was never registered', async () => {
    const unknownSubject = `Subject '${subject}' not found.`;
    await expect(client().getRegistryIdBySchema(subject, avro(orderText))).rejects.toThrow(unknownSubject);
    await client().register(avro(orderText), { subject });
    await expect(client().getRegistryIdBySchema(subject, avro(changedText))).rejects.toThrow('Schema not found');
    await expect(client().getSchema(99)).rejects.toMatchObject({ status: 404 });
  });

  it('lets a client that knows only the id decode what another has encoded', async () => {
    const { id } = await client().register(avro(orderText), { subject });
    const bytes = await client().encode(id, { id: 'o-1', total: 1250 });
    expect(await client().decode(bytes)).toEqual({ id: 'o-1', total: 1250 });
    const readerSchema = JSON.parse(changedText);
    expect(await client().decode(bytes, { [SchemaType.AVRO]: { readerSchema } })).toMatchObject({
      total: 1250,
      note: '',
    });
  });

  it('refuses an incompatible schema with 409 and the reason', async () => {
    await client().register(avro(orderText), { subject });
    await expect(client().register(avro(brokenText), { subject })).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('READER_FIELD_MISSING_DEFAULT_VALUE'),
    });
  });

  it('lets the client see that its level is not the subject’s', async () => {
    await client().register(avro(orderText), { subject });
    await ask(registry, `PUT /config/${encodeURIComponent(subject)}`, { compatibility: 'FULL' });
    await expect(client().register(avro(changedText), { subject })).rejects.toThrow(/BACKWARD != FULL/);
  });

  it('serves schemas with references', async () => {
    const money = '{"type":"record","name":"Money","namespace":"shop","fields":[{"name":"cents","type":"long"}]}';
    const bill = '{"type":"record","name":"Bill","namespace":"shop","fields":[{"name":"sum","type":"Money"}]}';
    await client().register(avro(money), { subject: 'money' });
    const references = [{ name: 'shop.Money', subject: 'money', version: 1 }];
    const { id } = await client().register({ ...avro(bill), references }, { subject: 'bill' });
    const bytes = await client().encode(id, { sum: { cents: 5 } });
    expect(await client().decode(bytes)).toEqual({ sum: { cents: 5 } });
  });

  it('refuses schema types that it does not take', async () => {
    const registered = client().register({ type: SchemaType.JSON, schema: '{"type":"string"}' }, { subject });
    await expect(registered).rejects.toMatchObject({ status: 422, message: expect.stringContaining('AVRO only') });
  });
});
