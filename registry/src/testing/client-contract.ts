import { randomUUID } from 'node:crypto';
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A registry to run the suite against. */
export interface RegistryUnderTest {
  /** Where it speaks Confluent's API. */
  readonly url: string;
  stop(): Promise<void>;
}

/** What a registry may do differently without a client of the suite being wrong. */
export interface Dialect {
  /** Whether a JSON schema is taken beside Avro. */
  readonly takesJsonSchemas: boolean;
  /** Code in the body of a 409. */
  readonly incompatibleCode: number;
  /** Code for a version that is no number and not `latest`. */
  readonly noVersionCode: number;
  /** Status where a subject is deleted for good before it was deleted once. */
  readonly notDeletedStatus: number;
  /** Whether a schema with its references inlined is found under the one that has references. */
  readonly findsInlined: boolean;
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

/**
 * What clients of a Confluent-compatible registry rely on, asked by one of them and by plain HTTP. Every test has
 * subjects of its own, so that the registry need not be empty.
 */
export function describeClients(name: string, start: () => Promise<RegistryUnderTest>, dialect: Dialect): void {
  let registry: RegistryUnderTest;

  beforeAll(async () => {
    registry = await start();
    await send('PUT', '/config', { compatibility: 'BACKWARD' });
  }, 600_000);

  afterAll(() => registry?.stop());

  const client = (): SchemaRegistry => new SchemaRegistry({ host: registry.url, retry: { retries: 0 } });
  const newSubject = (what = 'placed'): string => `shop.orders/${what}-${randomUUID()}-value`;
  const of = encodeURIComponent;

  async function send(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${registry.url}${path}`, {
      method,
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  describe(`${name} to @kafkajs/confluent-schema-registry`, () => {
    it('registers a schema once, and sets the level of a new subject', async () => {
      const subject = newSubject();
      const { id } = await client().register(avro(orderText), { subject });
      expect(await send('GET', `/config/${of(subject)}`)).toMatchObject({
        status: 200,
        body: { compatibilityLevel: 'BACKWARD' },
      });
      expect(await client().register(avro(orderText), { subject })).toMatchObject({ id });
    });

    it('gives equal schemas of two subjects one id', async () => {
      const first = await client().register(avro(orderText), { subject: newSubject() });
      expect(await client().register(avro(orderText), { subject: newSubject() })).toEqual(first);
    });

    it('finds ids by schema, by version and as the latest', async () => {
      const subject = newSubject();
      const first = await client().register(avro(orderText), { subject });
      const second = await client().register(avro(changedText), { subject });
      expect(second.id).not.toBe(first.id);
      expect(await client().getRegistryIdBySchema(subject, avro(orderText))).toBe(first.id);
      expect(await client().getRegistryId(subject, 1)).toBe(first.id);
      expect(await client().getRegistryId(subject, 'latest')).toBe(second.id);
      expect(await client().getLatestSchemaId(subject)).toBe(second.id);
    });

    it('says that a schema was never registered', async () => {
      const subject = newSubject();
      await expect(client().getRegistryIdBySchema(subject, avro(orderText))).rejects.toThrow();
      await client().register(avro(orderText), { subject });
      await expect(client().getRegistryIdBySchema(subject, avro(changedText))).rejects.toThrow();
      await expect(client().getSchema(2_000_000_000)).rejects.toMatchObject({ status: 404 });
    });

    it('puts a zero byte and the id, four bytes with the highest first, before what it encodes', async () => {
      const { id } = await client().register(avro(orderText), { subject: newSubject() });
      const bytes = await client().encode(id, { id: 'o-1', total: 1 });
      expect([bytes.readUInt8(0), bytes.readInt32BE(1), bytes.subarray(5).toString('hex')]).toEqual([
        0,
        id,
        '066f2d3102',
      ]);
    });

    it('lets a client that knows only the id decode what another has encoded', async () => {
      const { id } = await client().register(avro(orderText), { subject: newSubject() });
      const bytes = await client().encode(id, { id: 'o-1', total: 1250 });
      expect(await client().decode(bytes)).toEqual({ id: 'o-1', total: 1250 });
      const readerSchema = JSON.parse(changedText);
      expect(await client().decode(bytes, { [SchemaType.AVRO]: { readerSchema } })).toMatchObject({
        total: 1250,
        note: '',
      });
    });

    it('refuses an incompatible schema with 409 and the reason, and keeps the subject as it was', async () => {
      const subject = newSubject();
      await client().register(avro(orderText), { subject });
      const refused = { status: 409, message: expect.stringContaining('note') };
      await expect(client().register(avro(brokenText), { subject })).rejects.toMatchObject(refused);
      expect(await send('POST', `/subjects/${of(subject)}/versions`, { schema: brokenText })).toMatchObject({
        status: 409,
        body: { error_code: dialect.incompatibleCode },
      });
      expect(await send('GET', `/subjects/${of(subject)}/versions`)).toMatchObject({ body: [1] });
    });

    it('lets the client see that its level is not the subject’s', async () => {
      const subject = newSubject();
      await client().register(avro(orderText), { subject });
      await send('PUT', `/config/${of(subject)}`, { compatibility: 'FULL' });
      await expect(client().register(avro(changedText), { subject })).rejects.toThrow(/BACKWARD != FULL/);
    });

    it('serves schemas with references', async () => {
      const [money, bill] = [newSubject('money'), newSubject('bill')];
      const moneyText = '{"type":"record","name":"Money","namespace":"shop","fields":[{"name":"cents","type":"long"}]}';
      const billText =
        '{"type":"record","name":"Bill","namespace":"shop","fields":[{"name":"sum","type":"shop.Money"}]}';
      await client().register(avro(moneyText), { subject: money });
      const references = [{ name: 'shop.Money', subject: money, version: 1 }];
      const { id } = await client().register({ ...avro(billText), references }, { subject: bill });
      expect(await send('GET', `/schemas/ids/${id}`)).toMatchObject({ body: { references } });
      const bytes = await client().encode(id, { sum: { cents: 5 } });
      expect(await client().decode(bytes)).toEqual({ sum: { cents: 5 } });
      const inlined = billText.replace('"shop.Money"', moneyText);
      const found = await send('POST', `/subjects/${of(bill)}`, { schema: inlined });
      expect(found.status).toBe(dialect.findsInlined ? 200 : 404);
      const deleted = await send('DELETE', `/subjects/${of(money)}/versions/1`);
      expect(deleted.status).toBe(422);
    });

    it('refuses a reference to nothing', async () => {
      const references = [{ name: 'shop.Money', subject: newSubject('money'), version: 1 }];
      const body = { schema: '["null","shop.Money"]', references };
      const refused = await send('POST', `/subjects/${of(newSubject())}/versions`, body);
      expect(refused.status).toBe(422);
    });

    it('says whether it takes JSON schemas', async () => {
      const schema = '{"$schema":"http://json-schema.org/draft-07/schema#","type":"object"}';
      const body = { schemaType: 'JSON', schema };
      const answer = await send('POST', `/subjects/${of(newSubject())}/versions`, body);
      expect(answer.status).toBe(dialect.takesJsonSchemas ? 200 : 422);
    });
  });

  describe(`${name} to plain HTTP`, () => {
    it('tells a subject, a version and a schema that are not there apart', async () => {
      const subject = of(newSubject());
      expect(await send('GET', `/subjects/${subject}/versions`)).toMatchObject({
        status: 404,
        body: { error_code: 40401 },
      });
      await send('POST', `/subjects/${subject}/versions`, { schema: orderText });
      const [version, schema] = [`/subjects/${subject}/versions/7`, '/schemas/ids/2000000000'];
      expect(await send('GET', version)).toMatchObject({ status: 404, body: { error_code: 40402 } });
      expect(await send('GET', schema)).toMatchObject({ status: 404, body: { error_code: 40403 } });
    });

    it('refuses what is no schema, no version and no level', async () => {
      const subject = of(newSubject());
      const path = `/subjects/${subject}/versions`;
      expect(await send('POST', path, { schema: '{"type":"recrod"}' })).toMatchObject({
        status: 422,
        body: { error_code: 42201 },
      });
      await send('POST', path, { schema: orderText });
      expect(await send('GET', `${path}/earliest`)).toMatchObject({ body: { error_code: dialect.noVersionCode } });
      expect(await send('PUT', `/config/${subject}`, { compatibility: 'SOME' })).toMatchObject({ status: 422 });
    });

    it('checks without registering', async () => {
      const subject = of(newSubject());
      await send('POST', `/subjects/${subject}/versions`, { schema: orderText });
      const check = (schema: string) => send('POST', `/compatibility/subjects/${subject}/versions/latest`, { schema });
      expect(await check(changedText)).toMatchObject({ status: 200, body: { is_compatible: true } });
      expect(await check(brokenText)).toMatchObject({ status: 200, body: { is_compatible: false } });
      expect(await send('GET', `/subjects/${subject}/versions`)).toMatchObject({ body: [1] });
    });

    it('sets the level of a subject that has no version yet', async () => {
      const path = `/config/${of(newSubject())}`;
      expect(await send('PUT', path, { compatibility: 'FULL' })).toMatchObject({ status: 200 });
      expect(await send('GET', path)).toMatchObject({ body: { compatibilityLevel: 'FULL' } });
    });

    it('deletes a subject so that it can be found again until it is deleted for good', async () => {
      const subject = of(newSubject());
      await send('POST', `/subjects/${subject}/versions`, { schema: orderText });
      const early = await send('DELETE', `/subjects/${subject}?permanent=true`);
      expect(early).toMatchObject({ status: dialect.notDeletedStatus, body: { error_code: 40405 } });
      expect(await send('DELETE', `/subjects/${subject}`)).toEqual({ status: 200, body: [1] });
      expect(await send('GET', `/subjects/${subject}/versions`)).toMatchObject({ status: 404 });
      expect(await send('GET', `/subjects/${subject}/versions?deleted=true`)).toEqual({ status: 200, body: [1] });
      expect(await send('DELETE', `/subjects/${subject}?permanent=true`)).toEqual({ status: 200, body: [1] });
      expect(await send('GET', `/subjects/${subject}/versions?deleted=true`)).toMatchObject({ status: 404 });
    });
  });
}
