import { type JsonObject, type JsonValue, namedTypes, type Schema } from '@eventwright/avro';
import { describe, expect, it } from 'vitest';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';
import { loadDocument } from '../../load/load-document.ts';
import { buildModel } from '../../model/build-model.ts';
import { bundleDocument, CircularReferenceError } from './bundle-document.ts';

const shop = await loadDocument({ root: '.', contracts: 'asyncapi' });

/** Parts of a document, by the keys that lead there. */
function at(json: JsonValue | undefined, ...path: readonly (string | number)[]): JsonValue | undefined {
  let current: JsonValue | undefined = json;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Object.entries(current).find(([name]) => name === String(key))?.[1];
  }
  return current;
}

async function bundleOf(files: Readonly<Record<string, string>>, application = 'asyncapi/orders.yaml') {
  const root = await temporaryProject({ ...smallProject, ...files });
  return bundleDocument(await loadDocument({ root, contracts: 'asyncapi' }), application);
}

const ordersYaml = smallProject['asyncapi/orders.yaml'] ?? '';
const withSchema = (schema: object): Readonly<Record<string, string>> => ({
  'asyncapi/order-placed.v1.avsc': JSON.stringify({
    type: 'record',
    name: 'OrderPlaced',
    namespace: 'shop',
    ...schema,
  }),
});

/** The references that stand anywhere in it. */
function referencesIn(json: JsonValue): readonly string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value] : referencesIn(value),
  );
}

const fieldsOf = (schema: Schema): readonly string[] =>
  namedTypes(schema).flatMap((type) =>
    type.kind === 'record' ? type.fields.map((field) => `${type.name}.${field.name}: ${field.doc}`) : [],
  );

/** Fields of the record types of a document, as `fieldsOf` writes them. */
function fieldsIn(bundle: JsonObject): readonly string[] {
  const schemas = at(bundle, 'components', 'schemas') ?? {};
  return Object.entries(schemas).flatMap(([name, schema]) =>
    Object.entries(at(schema, 'properties') ?? {}).map(
      ([field, type]) => `${at(schema, 'x-avro-name') ?? name}.${field}: ${at(type, 'description')}`,
    ),
  );
}

async function diagnosticsOf(text: string): Promise<readonly string[]> {
  const { Parser } = await import('@asyncapi/parser');
  const { document, diagnostics } = await new Parser().parse(text);
  const errors = diagnostics.filter(({ severity }) => severity === 0);
  return document === undefined || errors.length > 0
    ? errors.map(({ message, path }) => `${path.join('/')}: ${message}`)
    : [];
}

describe('bundleDocument', () => {
  it.each(shop.applications)(
    'makes a document that needs no other, and that the official parser takes: %s',
    async (path) => {
      const bundle = bundleDocument(shop, path);
      expect(referencesIn(bundle).filter((reference) => !reference.startsWith('#/'))).toEqual([]);
      for (const reference of referencesIn(bundle)) {
        expect(at(bundle, ...reference.slice(2).split('/').map(decodeURIComponent))).toBeDefined();
      }
      expect(await diagnosticsOf(JSON.stringify(bundle))).toEqual([]);
    },
  );

  it.each(shop.applications)('has every field of every event, wherever its type is defined: %s', (path) => {
    const bundle = bundleDocument(shop, path);
    const application = buildModel(shop).model.applications.find(({ position }) => position.file === path);
    const messages = application?.operations.flatMap((operation) => operation.messages) ?? [];
    const expected = new Set(messages.flatMap(({ payload }) => fieldsOf(payload.schema)));
    expect(expected.size).toBeGreaterThan(0);
    expect(fieldsIn(bundle)).toEqual(expect.arrayContaining([...expected]));
  });

  it('says what the payload was, as the official parser does', async () => {
    const message = at(await bundleOf({}), 'channels', 'orders', 'messages', 'OrderPlaced');
    expect(message).toMatchObject({
      payload: { $ref: '#/components/schemas/shop.orders.OrderPlaced' },
      'x-parser-original-schema-format': 'application/vnd.apache.avro;version=1.9.0',
      'x-parser-original-payload': { type: 'record', name: 'shop.orders.OrderPlaced' },
    });
  });
});

describe('a schema as JSON Schema', () => {
  const typeOf = async (type: JsonValue, more: object = {}): Promise<JsonValue | undefined> =>
    at(
      await bundleOf(withSchema({ fields: [{ name: 'x', type, ...more }] })),
      ...['components', 'schemas', 'shop.OrderPlaced', 'properties', 'x'],
    );

  it.each<[JsonValue, JsonValue]>([
    ['null', { type: 'null' }],
    ['long', { type: 'integer', format: 'int64' }],
    ['double', { type: 'number', format: 'double' }],
    [
      { type: 'string', logicalType: 'uuid' },
      { type: 'string', format: 'uuid' },
    ],
    [
      { type: 'long', logicalType: 'timestamp-millis' },
      { type: 'integer', format: 'timestamp-millis' },
    ],
    [
      { type: 'array', items: 'string' },
      { type: 'array', items: { type: 'string' } },
    ],
    [
      { type: 'map', values: 'boolean' },
      { type: 'object', additionalProperties: { type: 'boolean' } },
    ],
    [['null', 'string'], { oneOf: [{ type: 'null' }, { type: 'string' }] }],
  ])('%j', async (avro, json) => {
    expect(await typeOf(avro)).toEqual(json);
  });

  it('keeps what a decimal is, docs, defaults and marks', async () => {
    const decimal = { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 };
    expect(await typeOf(decimal, { doc: 'What it costs.', default: '\u0000', 'x-pii': true })).toMatchObject({
      ...{ type: 'string', format: 'decimal', 'x-avro-precision': 12, 'x-avro-scale': 2 },
      ...{ description: 'What it costs.', default: '\u0000', 'x-pii': true },
    });
  });

  it('tells a type once, by its name, also where it holds itself', async () => {
    const node = {
      type: 'record',
      name: 'Node',
      fields: [
        { name: 'next', type: ['null', 'Node'], doc: 'The next.' },
        { name: 'self', type: 'Node', doc: 'Itself.' },
      ],
    };
    const fields = [
      { name: 'first', type: node },
      { name: 'all', type: { type: 'array', items: 'Node' } },
      { name: 'last', type: 'Node', doc: 'The last.' },
    ];
    const schemas = at(await bundleOf(withSchema({ fields })), 'components', 'schemas');
    const ref = { $ref: '#/components/schemas/shop.Node' };
    expect(schemas).toMatchObject({
      'shop.Node': {
        title: 'Node',
        properties: {
          next: { oneOf: [{ type: 'null' }, ref], description: 'The next.' },
          self: { allOf: [ref], description: 'Itself.' },
        },
      },
      'shop.OrderPlaced': {
        required: ['first', 'all', 'last'],
        properties: {
          first: ref,
          all: { type: 'array', items: ref },
          last: { type: 'object', title: 'Node', description: 'The last.' },
        },
      },
    });
  });

  it('gives a type another name where the document has one of that name', async () => {
    const taken = `${ordersYaml}components:\n  schemas:\n    shop.orders.OrderPlaced: { type: string }\n`;
    const bundle = await bundleOf({ 'asyncapi/orders.yaml': taken });
    expect(at(bundle, 'components', 'schemas', 'shop.orders.OrderPlaced')).toEqual({ type: 'string' });
    expect(at(bundle, 'channels', 'orders', 'messages', 'OrderPlaced', 'payload')).toEqual({
      $ref: '#/components/schemas/shop.orders.OrderPlaced_2',
    });
  });
});

describe('what a bundled document does with the rest of a document', () => {
  it('writes examples as plain JSON', () => {
    const bundle = bundleDocument(shop, 'asyncapi/storefront.yaml');
    const example = at(bundle, 'channels', 'storefrontOrders', 'messages', 'OrderPlaced', 'examples', 0, 'payload');
    expect(example).toMatchObject({
      note: 'Please ring twice.',
      wishedDeliveryDate: 20521,
      billingAddress: null,
      paymentMethod: { token: 'tok_visa_4242' },
    });
  });

  it('takes Avro that stands in the document, and keys that are records', async () => {
    const text = ordersYaml
      .replace(
        'key: { type: string }',
        "key: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { $ref: ./key.avsc } }",
      )
      .replace(
        '{ $ref: ./order-placed.v1.avsc }',
        '{ type: record, name: Placed, fields: [{ name: id, type: string }] }',
      );
    const key = '{ "type": "record", "name": "Key", "fields": [{ "name": "region", "type": "string" }] }';
    const bundle = await bundleOf({ 'asyncapi/orders.yaml': text, 'asyncapi/key.avsc': key });
    const message = at(bundle, 'channels', 'orders', 'messages', 'OrderPlaced');
    expect(at(message, 'payload')).toEqual({ $ref: '#/components/schemas/Placed' });
    expect(at(message, 'bindings', 'kafka', 'key')).toEqual({ $ref: '#/components/schemas/Key' });
    expect(at(bundle, 'components', 'schemas', 'Key', 'properties')).toEqual({ region: { type: 'string' } });
  });

  it('refuses a reference that leads back to what it is a part of', async () => {
    const headers = 'headers: { $ref: ./headers.yaml }\n        payload:';
    const document: Promise<JsonObject> = bundleOf({
      'asyncapi/orders.yaml': ordersYaml.replace('payload:', headers),
      'asyncapi/headers.yaml': 'type: object\nproperties: { next: { $ref: ./headers.yaml } }\n',
    });
    await expect(document).rejects.toThrow(CircularReferenceError);
    await expect(document).rejects.toThrow('asyncapi/headers.yaml:2 leads back');
  });
});
