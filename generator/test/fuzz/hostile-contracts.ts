import type { ContractTexts } from './contract-files.ts';
import { hostileTexts } from './mutate-text.ts';

/** Places of contracts where people write what they like, or nearly so. */
export const hostilePlaces = [
  'message',
  'header',
  'header value',
  'documentation',
  'topic setting',
  'topic value',
  'group',
  'title',
  'operation',
  'attribute',
  'default',
  'address',
] as const;
type HostilePlace = (typeof hostilePlaces)[number];

/** Small contracts for each hostile text at each place. */
export const hostileContracts: readonly (readonly [name: string, texts: ContractTexts])[] = hostileTexts.flatMap(
  (text) => hostilePlaces.map((place) => [`${JSON.stringify(text)} as ${place}`, contractsWith(text, place)] as const),
);

function contractsWith(text: string, place: HostilePlace): ContractTexts {
  const at = (here: HostilePlace, otherwise: string): string => (here === place ? text : otherwise);
  const document = {
    asyncapi: '3.1.0',
    info: { title: at('title', 'Orders'), version: at('title', '1.0.0'), description: at('documentation', 'x') },
    channels: {
      orders: {
        address: at('address', 'shop.orders'),
        description: at('documentation', 'x'),
        bindings: { kafka: { topicConfiguration: object(at('topic setting', 'a'), at('topic value', '1')) } },
        messages: object(at('message', 'OrderPlaced'), messageWith(at)),
      },
    },
    operations: {
      ...object(at('operation', 'receiveOrders'), {
        action: 'receive',
        channel: { $ref: '#/channels/orders' },
        bindings: { kafka: { groupId: { type: 'string', enum: [at('group', 'g')] } } },
      }),
      sendOrders: { action: 'send', channel: { $ref: '#/channels/orders' } },
    },
  };
  return new Map([
    ['asyncapi/orders.yaml', JSON.stringify(document)],
    ['asyncapi/order-placed.v1.avsc', JSON.stringify(schemaWith(at))],
  ]);
}

type At = (here: HostilePlace, otherwise: string) => string;

/** A key such as `__proto__` is a key like any other. */
function object(key: string, value: unknown): object {
  return Object.fromEntries([[key, value]]);
}

function messageWith(at: At): object {
  return {
    title: at('documentation', 'x'),
    'x-deprecated': at('documentation', 'x'),
    bindings: { kafka: { key: { type: 'string' } } },
    headers: {
      type: 'object',
      required: [at('header', 'h')],
      properties: object(at('header', 'h'), { type: 'string', enum: [at('header value', 'a'), 'b'] }),
    },
    payload: {
      schemaFormat: 'application/vnd.apache.avro;version=1.9.0',
      schema: { $ref: './order-placed.v1.avsc' },
    },
  };
}

function schemaWith(at: At): object {
  return {
    type: 'record',
    name: 'OrderPlaced',
    namespace: 'shop',
    doc: at('documentation', 'x'),
    fields: [
      {
        name: 'id',
        type: 'string',
        doc: at('documentation', 'x'),
        default: at('default', 'x'),
        deprecated: at('documentation', 'x'),
      },
      {
        name: 'others',
        type: { type: 'map', values: 'string', ...object(`x${at('attribute', 'a')}`, at('attribute', 'b')) },
        default: object(at('default', 'x'), at('default', 'x')),
      },
    ],
  };
}
