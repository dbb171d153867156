import { describe, expect, it } from 'vitest';
import { smallProject, temporaryProject } from '../../test/temporary-project.ts';
import { loadDocument } from '../load/load-document.ts';
import { type BuiltModel, buildModel } from './build-model.ts';

const modelOf = async (files: Readonly<Record<string, string>>): Promise<BuiltModel> =>
  buildModel(await loadDocument({ root: await temporaryProject(files), contracts: 'asyncapi' }));

const changed = (from: string, to: string): Readonly<Record<string, string>> => {
  const text = smallProject['asyncapi/orders.yaml'] ?? '';
  expect(text).toContain(from);
  return { ...smallProject, 'asyncapi/orders.yaml': text.replace(from, to) };
};

describe('buildModel', () => {
  it('makes applications, channels and messages that refer to each other', async () => {
    const { model, findings } = await modelOf(smallProject);
    expect(findings).toEqual([]);
    const [application] = model.applications;
    expect(application).toMatchObject({ name: 'orders', title: 'Orders', version: '1.0.0', owner: undefined });
    expect(application?.operations[0]).toMatchObject({ id: 'sendOrders', action: 'send', group: 'orders' });
    expect(application?.operations[0]?.channel).toBe(model.channels[0]);
    expect(application?.operations[0]?.messages).toEqual(model.messages);
    expect(model.channels[0]).toMatchObject({
      address: 'shop.orders',
      partitions: 1,
      replicas: 1,
      compatibility: 'BACKWARD_TRANSITIVE',
    });
    expect(model.messages[0]).toMatchObject({ name: 'OrderPlaced', key: { name: 'string' }, deprecated: undefined });
    expect(model.messages[0]?.payload).toBe(model.schemas[0]);
    expect(model.schemas.map(({ name, file }) => [name, file])).toEqual([
      ['shop.orders.OrderPlaced', 'asyncapi/order-placed.v1.avsc'],
      ['string', undefined],
    ]);
  });

  it('keeps what the parties agree on beside the schemas: brokers, wire format, replies', async () => {
    const { model, findings } = await modelOf({
      ...smallProject,
      'asyncapi/shop.yaml': `asyncapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
defaultContentType: application/avro
servers:
  live:
    host: kafka:9092
    pathname: /shop
    protocol: kafka-secure
    protocolVersion: '4.0'
    security: [{ $ref: '#/components/securitySchemes/scram' }]
components:
  securitySchemes: { scram: { type: scramSha512 } }
channels:
  questions:
    address: shop.questions
    servers: [{ $ref: '#/servers/live' }]
    messages:
      Asked:
        contentType: application/vnd.shop
        correlationId: { location: $message.header#/ce_correlationid }
        bindings: { kafka: { key: { type: string }, schemaIdLocation: header, schemaLookupStrategy: TopicIdStrategy } }
        payload:
          schemaFormat: application/vnd.apache.avro;version=1.9.0
          schema: { $ref: ./order-placed.v1.avsc }
operations:
  ask:
    action: send
    channel: { $ref: '#/channels/questions' }
    reply:
      address: { location: $message.header#/replyTo }
      channel: { $ref: '#/channels/questions' }
`,
    });
    expect(findings).toEqual([]);
    const shop = model.applications.find(({ name }) => name === 'shop');
    expect(shop?.defaultContentType).toBe('application/avro');
    expect(shop?.servers).toMatchObject([
      {
        name: 'live',
        host: 'kafka:9092/shop',
        protocol: 'kafka-secure',
        protocolVersion: '4.0',
        security: ['scramSha512'],
      },
    ]);
    const [operation] = shop?.operations ?? [];
    expect(operation?.channel.servers).toEqual(['live']);
    expect(operation?.reply?.location).toBe('$message.header#/replyTo');
    expect(operation?.reply?.channel).toBe(operation?.channel);
    expect(operation?.reply?.messages).toEqual(operation?.messages);
    expect(operation?.messages[0]?.wire).toEqual({
      contentType: 'application/vnd.shop',
      schemaFormat: 'application/vnd.apache.avro;version=1.9.0',
      correlationId: '$message.header#/ce_correlationid',
      schemaIdLocation: 'header',
      schemaIdPayloadEncoding: undefined,
      schemaLookupStrategy: 'TopicIdStrategy',
    });
  });

  it('gives every schema all versions of its name, oldest first', async () => {
    const schema = smallProject['asyncapi/order-placed.v1.avsc'] ?? '';
    const { model } = await modelOf({
      ...smallProject,
      'asyncapi/old/order-placed.v10.avsc': schema,
      'asyncapi/order-placed.v2.avsc': schema,
    });
    const versions = model.messages[0]?.payload.versions ?? [];
    expect(versions.map(({ version }) => version)).toEqual([1, 2, 10]);
    expect(versions.every((one) => one.versions === versions)).toBe(true);
  });

  it('merges traits, a later one over an earlier one and the message over both', async () => {
    const { model } = await modelOf(
      changed(
        '        bindings: { kafka: { key: { type: string } } }\n',
        `        title: Its own
        traits:
          - title: Of the first
            description: Of the first
            bindings: { kafka: { key: { type: integer } } }
            headers:
              type: object
              properties: { region: { type: string, description: Where }, ce_id: { type: string } }
          - description: Of the second
            bindings: { kafka: { key: { type: string } } }
            headers:
              required: [region]
              properties: { attempt: { type: integer } }
`,
      ),
    );
    expect(model.messages[0]).toMatchObject({
      title: 'Its own',
      description: 'Of the second',
      key: { name: 'string' },
      headers: [
        { name: 'attempt', type: 'integer', required: false },
        { name: 'region', type: 'string', required: true, description: 'Where' },
      ],
    });
  });

  it('leaves out headers that the runtime fills, and knows the values of the others', async () => {
    const { model } = await modelOf(
      changed(
        '        payload:\n',
        `        headers:
          allOf:
            - properties: { ce_id: { type: string }, traceparent: { type: string }, content-type: { const: x } }
            - properties: { reply_topic: { type: string }, request_deadline: { type: integer } }
            - required: [channel]
              properties: { channel: { enum: [web, app] }, retries: { type: integer, const: 3 } }
        payload:
`,
      ),
    );
    expect(model.messages[0]?.headers.map(({ position, ...header }) => header)).toEqual([
      { name: 'channel', description: '', type: 'string', required: true, values: ['web', 'app'] },
      { name: 'retries', description: '', type: 'integer', required: false, values: [3] },
    ]);
  });

  it('reads topic, partitions, configuration and consumer group from the Kafka bindings', async () => {
    const files = changed(
      '    address: shop.orders\n',
      `    address: anything
    x-owner: order-team
    x-compatibility: FULL
    bindings:
      kafka:
        topic: shop.orders
        partitions: 6
        replicas: 3
        topicConfiguration: { retention.ms: 1000, cleanup.policy: [compact, delete] }
`,
    );
    const { model } = await modelOf({
      ...files,
      'asyncapi/orders.yaml': `${files['asyncapi/orders.yaml']}    bindings: { kafka: { groupId: { type: string, enum: [order-readers] } } }\n`,
    });
    expect(model.channels[0]).toMatchObject({
      address: 'shop.orders',
      owner: 'order-team',
      compatibility: 'FULL',
      partitions: 6,
      replicas: 3,
      config: { 'cleanup.policy': 'compact,delete', 'retention.ms': '1000' },
    });
    expect(model.applications[0]?.operations[0]?.group).toBe('order-readers');
  });

  it('makes one channel and one message of what two documents describe alike', async () => {
    const { model, findings } = await modelOf({
      ...smallProject,
      'asyncapi/billing.yaml': (smallProject['asyncapi/orders.yaml'] ?? '').replace('action: send', 'action: receive'),
    });
    expect(findings).toEqual([]);
    expect([model.channels.length, model.messages.length]).toEqual([1, 1]);
    const channels = model.applications.map(({ operations }) => operations[0]?.channel);
    expect(channels).toEqual([model.channels[0], model.channels[0]]);
  });

  it('remembers where the payload of each example stands', async () => {
    const { model, examples } = await modelOf(
      changed('        payload:\n', '        examples: [{ payload: { orderId: A-1 } }]\n        payload:\n'),
    );
    const [example] = model.messages[0]?.examples ?? [];
    expect(example).toEqual({ name: 'example 1', summary: '', headers: undefined, payload: { orderId: 'A-1' } });
    expect(example && examples.get(example)?.position).toEqual({ file: 'asyncapi/orders.yaml', line: 11, column: 31 });
  });
});
