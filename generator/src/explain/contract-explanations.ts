import { type Example, type Explanation, part, schema, together, whole } from './explanation.ts';

/** What every message of these examples has: a payload, and a key if it is to be there. */
const payload = '{ schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: { $ref: ./order-placed.v1.avsc } }';
const paid = payload.replace('order-placed', 'order-paid');
const paidSchema = whole({
  'asyncapi/order-paid.v1.avsc': '{ "type": "record", "name": "OrderPaid", "namespace": "shop.orders", "fields": [] }',
});
const key = (type = '{ type: string }'): string => `bindings: { kafka: { key: ${type} } }`;

const channel = (address: string, more = ''): string => `channels:
  orders:
    address: ${address}${more}`;

const applications = (second: string): Example =>
  together(
    part('info: { title: Orders, version: 1.0.0 }'),
    whole({
      [`asyncapi/${second}.json`]: '{ "asyncapi": "3.1.0", "info": { "title": "Second", "version": "1.0.0" } }',
    }),
  );

const withMessage = (message: string, name = 'OrderPlaced'): Example =>
  part(`${channel('shop.orders')}
    messages:
      ${name}:
        ${message.replaceAll('\n', '\n        ')}`);

const bound = (more: string): string => `bindings: { kafka: { key: { type: string }, ${more} } }\npayload: ${payload}`;

const operation = (lines: string): Example =>
  part(`operations:\n  sendOrders:\n    ${lines.replaceAll('\n', '\n    ')}`);

const toOrders = "channel: { $ref: '#/channels/orders' }";

const longField = (type: string): Example =>
  schema(
    `{ "type": "record", "name": "OrderPlaced", "namespace": "shop.orders", "fields": [\n  { "name": "lines", "type": ${type} }\n] }`,
  );

const forty = `[${Array.from({ length: 40 }, (_, index) => `r${index + 1}`).join(', ')}]`;

/** Of what contracts mean: channels, operations, messages, names. */
export const contractExplanations: readonly Explanation[] = [
  {
    id: 'APPLICATION_NAME_DUPLICATE',
    what: 'Two application documents have one name, so they would be one service, group and client.',
    why: 'The name of an application is that of its file. Two services in one consumer group would take events from each other.',
    cure: 'Rename one of the files.',
    bad: applications('orders'),
    good: applications('billing'),
  },
  {
    id: 'CHANNEL_ADDRESS_MISSING',
    what: 'A channel has no address, so it is no topic.',
    why: 'The key of a channel is its name in the document; only the address is on the wire.',
    cure: 'Add `address:`.',
    bad: part('channels:\n  orders:\n    messages: {}'),
    good: part(channel('shop.orders', '\n    messages: {}')),
  },
  {
    id: 'CHANNEL_CONFLICT',
    what: 'Two documents describe one topic differently.',
    why: 'There is one topic, made once: whoever comes first would decide what it is.',
    cure: 'Describe it once, in a file of its own, and refer to it by `$ref`.',
    bad: part(`channels:
  orders: { address: shop.orders, bindings: { kafka: { partitions: 6 } } }
  again: { address: shop.orders, bindings: { kafka: { partitions: 12 } } }`),
    good: part(`channels:
  orders: { address: shop.orders, bindings: { kafka: { partitions: 6 } } }`),
  },
  {
    id: 'CHANNEL_PARAMETER_INVALID',
    what: 'A parameter of a channel has a value that no topic can have, a default that is not in its enum, or a location where its messages have no text.',
    why: 'Values become parts of topic names. What cannot be one would fail when the first message is sent.',
    cure: 'Correct the value, or let `location` lead to a string or an enum of every message.',
    bad: part(channel('shop.{region}', '\n    parameters: { region: { enum: [eu, us], default: uk } }')),
    good: part(channel('shop.{region}', '\n    parameters: { region: { enum: [eu, us], default: eu } }')),
  },
  {
    id: 'CHANNEL_PARAMETER_UNKNOWN',
    what: 'The address of a channel has a parameter that the channel does not describe, or the other way round.',
    why: 'Nobody could say which topics there are, or a description would count for nothing.',
    cure: 'Describe it under `parameters`, or correct the name.',
    bad: part(channel('shop.{region}', '\n    parameters: { regoin: { enum: [eu, us] } }')),
    good: part(channel('shop.{region}', '\n    parameters: { region: { enum: [eu, us] } }')),
  },
  {
    id: 'CHANNEL_TOPICS_TOO_MANY',
    what: "The enums of a channel's parameters come to more than 1,000 topics.",
    why: 'Each is created on the broker, and a consumer subscribes to all of them.',
    cure: 'Remove the enum of one parameter, so that consumers choose, or put it into the message.',
    bad: part(
      channel('shop.{rack}.{shelf}', `\n    parameters: { rack: { enum: ${forty} }, shelf: { enum: ${forty} } }`),
    ),
    good: part(channel('shop.{rack}.{shelf}', `\n    parameters: { rack: { enum: ${forty} }, shelf: {} }`)),
  },
  {
    id: 'CLIENT_MEMBER_COLLISION',
    what: 'An application would send, or receive, one message in two ways.',
    why: 'A client has one method for each message it sends, and one handler for each that it receives.',
    cure: 'Let one operation name the message, or rename one of the messages.',
    bad: part(`channels:
  orders:
    address: shop.orders
    messages: { OrderPlaced: { $ref: '#/components/messages/OrderPlaced' } }
  copies:
    address: shop.copies
    messages: { OrderPlaced: { $ref: '#/components/messages/OrderPlaced' } }
operations:
  sendOrders: { action: send, channel: { $ref: '#/channels/orders' } }
  sendCopies: { action: send, channel: { $ref: '#/channels/copies' } }
components:
  messages:
    OrderPlaced:
      ${key()}
      payload: ${payload}`),
    good: part(`channels:
  orders:
    address: shop.orders
    messages: { OrderPlaced: { $ref: '#/components/messages/OrderPlaced' } }
operations:
  sendOrders: { action: send, channel: { $ref: '#/channels/orders' } }
components:
  messages:
    OrderPlaced:
      ${key()}
      payload: ${payload}`),
  },
  {
    id: 'COMPATIBILITY_LEVEL_UNKNOWN',
    what: '`x-compatibility` is no compatibility level.',
    why: 'A level that nobody knows protects nobody.',
    cure: 'Take one of those in the message.',
    bad: part(channel('shop.orders', '\n    x-compatibility: BACKWARDS')),
    good: part(channel('shop.orders', '\n    x-compatibility: BACKWARD')),
  },
  {
    id: 'CONTENT_TYPE_DIFFERS',
    what: 'The content type of a message, or the default of a document, names JSON or another encoding than Avro.',
    why: 'Clients write Avro in binary, and say so in the header. Who chooses a decoder by the contract takes a wrong one.',
    cure: 'Write `application/avro`, or leave it out.',
    bad: withMessage(`contentType: application/json\n${key()}\npayload: ${payload}`),
    good: withMessage(`contentType: application/avro\n${key()}\npayload: ${payload}`),
  },
  {
    id: 'EXAMPLE_INVALID',
    what: "An example is no value of its message's schema, in Avro's JSON encoding.",
    why: 'People copy examples, and tests and documentation show them.',
    cure: 'Correct the example.',
    bad: withMessage(`${key()}\npayload: ${payload}\nexamples: [{ payload: { orderId: 17 } }]`),
    good: withMessage(`${key()}\npayload: ${payload}\nexamples: [{ payload: { orderId: o-17 } }]`),
  },
  {
    id: 'GENERATED_NAME_COLLISION',
    what: 'Two topics or schemas differ only in what generated names, or some disks, leave out.',
    why: 'Dots, dashes and capitals of the first letter do not survive in names of code, so both would be one constant.',
    cure: 'Rename one.',
    bad: part('channels:\n  orders: { address: shop.orders }\n  others: { address: shop-orders }'),
    good: part('channels:\n  orders: { address: shop.orders }\n  others: { address: shop.other-orders }'),
  },
  {
    id: 'HEADER_TYPE_UNSUPPORTED',
    what: 'A header is an object, an array or of no type.',
    why: 'A header is text on the wire, and there is no agreed way to write more than a single value into it.',
    cure: 'Give it `string`, `integer`, `number` or `boolean`.',
    bad: withMessage(`${key()}\npayload: ${payload}\nheaders: { type: object, properties: { tags: { type: array } } }`),
    good: withMessage(
      `${key()}\npayload: ${payload}\nheaders: { type: object, properties: { tag: { type: string } } }`,
    ),
  },
  {
    id: 'LONG_BOUNDS_UNUSABLE',
    what: 'A `long` has bounds that do not make it a `number`: one is missing, no whole number or beyond ±(2^53 - 1), or they stand on the field. It stays a `bigint`.',
    why: 'Whoever bounds a `long` wants to calculate with numbers. It would stay a `bigint`, without a word.',
    cure: 'Write `minimum` and `maximum` into the type.',
    bad: longField('{ "type": "long", "minimum": 0 }'),
    good: longField('{ "type": "long", "minimum": 0, "maximum": 1000000 }'),
  },
  {
    id: 'MESSAGE_KEY_MISSING',
    what: 'A message has no key, which decides its partition and so the order.',
    why: 'Without a key events of one order are spread over partitions and overtake each other.',
    cure: 'Add a key to its Kafka binding or to that of its channel.',
    bad: withMessage(`payload: ${payload}`),
    good: withMessage(`${key()}\npayload: ${payload}`),
  },
  {
    id: 'MESSAGE_KEY_UNSUPPORTED',
    what: 'The key is no Avro schema.',
    why: 'The bytes of a key decide its partition, so every producer must write the same ones; for a JSON object they do not.',
    cure: '`{ type: string }`, or a `schemaFormat` of Avro with a `$ref` to an `.avsc` file.',
    bad: withMessage(`${key('{ type: object }')}\npayload: ${payload}`),
    good: withMessage(`${key()}\npayload: ${payload}`),
  },
  {
    id: 'MESSAGE_NAME_DIFFERS',
    what: 'A message and its record have different names.',
    why: 'Code speaks of the message, the registry of the record; whoever looks for one will not find the other.',
    cure: 'Give both the same.',
    bad: withMessage(`${key()}\npayload: ${payload}`, 'OrderTaken'),
    good: withMessage(`${key()}\npayload: ${payload}`),
  },
  {
    id: 'MESSAGE_NAME_DUPLICATE',
    what: 'Two different messages have one name.',
    why: 'In generated code a message is one module and one type.',
    cure: 'Rename one, or keep one and refer to it by `$ref`.',
    bad: part(`channels:
  orders:
    address: shop.orders
    messages:
      OrderPlaced: { ${key()}, payload: ${payload} }
  others:
    address: shop.others
    messages:
      OrderPlaced: { ${key('{ type: integer }')}, payload: ${payload} }`),
    good: part(`channels:
  orders:
    address: shop.orders
    messages:
      OrderPlaced: { ${key()}, payload: ${payload} }
  others:
    address: shop.others
    messages:
      OrderPlaced: { $ref: '#/channels/orders/messages/OrderPlaced' }`),
  },
  {
    id: 'NAME_INVALID',
    what: 'No name in code, or of a file, can be made of the name of an application, message or schema.',
    why: 'A message becomes a module, a type and a method; an application becomes a module.',
    cure: 'Give it a short name of words that no generated file has.',
    bad: withMessage(`name: '***'\n${key()}\npayload: ${payload}`, "'***'"),
    good: withMessage(`${key()}\npayload: ${payload}`),
  },
  {
    id: 'OPERATION_ACTION_UNKNOWN',
    what: 'An operation neither sends nor receives.',
    why: 'The action says on which side of the topic the application stands.',
    cure: '`action: send` or `action: receive`, as seen from the application.',
    bad: operation(`action: publish\n${toOrders}`),
    good: operation(`action: send\n${toOrders}`),
  },
  {
    id: 'OPERATION_CHANNEL_UNKNOWN',
    what: "An operation's channel is not in its document.",
    why: 'The document of an application lists every topic that it uses; readers and tools look there.',
    cure: 'Correct the `$ref`, or add the channel.',
    bad: operation("action: send\nchannel: { $ref: '#/channels/oders' }"),
    good: operation(`action: send\n${toOrders}`),
  },
  {
    id: 'OPERATION_MESSAGE_NOT_IN_CHANNEL',
    what: 'An operation names a message that its channel does not carry.',
    why: 'Consumers of the channel would meet a message that their contract does not know.',
    cure: 'Add the message to the channel, or refer to it through the channel.',
    bad: together(
      operation(`action: send\n${toOrders}\nmessages: [{ $ref: '#/channels/payments/messages/OrderPaid' }]`),
      part(`channels:
  orders: { address: shop.orders }
  payments:
    address: shop.payments
    messages:
      OrderPaid: { ${key()}, payload: ${payload} }`),
    ),
    good: operation(`action: send\n${toOrders}\nmessages: [{ $ref: '#/channels/orders/messages/OrderPlaced' }]`),
  },
  {
    id: 'PAYLOAD_UNSUPPORTED',
    what: 'A payload is no Avro schema, but for instance JSON Schema or Protobuf.',
    why: 'Types and codec come out of one Avro schema; out of anything else they would be `any`.',
    cure: 'Describe it in Avro: a `schemaFormat` of Avro, and a `schema` that is one or leads to an `.avsc` file by `$ref`.',
    bad: withMessage(`${key()}\npayload: { type: object }`),
    good: withMessage(`${key()}\npayload: ${payload}`),
  },
  {
    id: 'PAYLOAD_VERSION_OLD',
    what: 'A message uses a version of its schema that is not the newest.',
    why: 'Producers go on writing the old version, and consumers never see what the new one is for.',
    cure: 'Point it to the newest file, or remove a version that is not meant yet.',
    bad: together(
      withMessage(`${key()}\npayload: ${payload}`),
      whole({
        'asyncapi/order-placed.v2.avsc':
          '{ "type": "record", "name": "OrderPlaced", "namespace": "shop.orders", "fields": [] }',
      }),
    ),
    good: withMessage(`${key()}\npayload: ${payload}`),
  },
  {
    id: 'SCHEMA_UNNAMED',
    what: 'An `.avsc` file, or an Avro schema in a document, is no record, enum or fixed.',
    why: 'Other files use a schema by its name, and a registry keeps it under that.',
    cure: 'Put such a type into the record that uses it.',
    bad: whole({ 'asyncapi/lines.v1.avsc': '{ "type": "array", "items": "string" }' }),
    good: schema(
      '{ "type": "record", "name": "OrderPlaced", "namespace": "shop.orders", "fields": [\n' +
        '  { "name": "lines", "type": { "type": "array", "items": "string" } }\n] }',
    ),
  },
  {
    id: 'SUBJECT_STRATEGY_DIFFERS',
    what: '`schemaLookupStrategy` names another strategy than topic and record.',
    why: 'One topic carries several events, so `registry push` and clients name subjects after topic and record. Who believes the contract looks under another name.',
    cure: 'Write `TopicRecordNameStrategy`, or leave it out.',
    bad: withMessage(bound('schemaLookupStrategy: TopicIdStrategy')),
    good: withMessage(bound('schemaLookupStrategy: TopicRecordNameStrategy')),
  },
  {
    id: 'TOPIC_CONFLICT',
    what: 'Two channels, by their parameters, come to the same topic, or one comes to it twice.',
    why: 'A topic has one description: one key, one set of messages, one configuration.',
    cure: 'Change one address, so that each topic has one channel.',
    bad: part(`channels:
  regions: { address: 'shop.{region}', parameters: { region: { enum: [eu, us] } } }
  american: { address: shop.us }`),
    good: part(`channels:
  regions: { address: 'shop.{region}', parameters: { region: { enum: [eu, us] } } }`),
  },
  {
    id: 'TOPIC_KEY_CONFLICT',
    what: 'Messages of one topic have different keys.',
    why: 'Order is kept per key; events of one order under keys of different bytes are in different partitions.',
    cure: 'Give them one key, or a topic each.',
    bad: together(
      part(`${channel('shop.orders')}
    messages:
      OrderPlaced: { ${key()}, payload: ${payload} }
      OrderPaid: { ${key('{ type: integer }')}, payload: ${paid} }`),
      paidSchema,
    ),
    good: together(
      part(`${channel('shop.orders')}
    messages:
      OrderPlaced: { ${key()}, payload: ${payload} }
      OrderPaid: { ${key()}, payload: ${paid} }`),
      paidSchema,
    ),
  },
  {
    id: 'TOPIC_NAME_INVALID',
    what: "Kafka does not allow the channel's address as a topic.",
    why: 'The topic could not be created, or its dead letter topic could not.',
    cure: 'Use up to 245 letters, digits, dots, underscores and minuses, and parameters in braces (`{region}`).',
    bad: part(channel('shop/orders')),
    good: part(channel('shop.orders')),
  },
  {
    id: 'WIRE_FORMAT_UNSUPPORTED',
    what: "`schemaIdLocation` or `schemaIdPayloadEncoding` says that the schema's id is written as generated clients do not write it.",
    why: 'A consumer that follows the contract could not read what is sent.',
    cure: 'Write `payload` and `confluent`, or leave both out.',
    bad: withMessage(bound('schemaIdLocation: header')),
    good: withMessage(bound('schemaIdLocation: payload')),
  },
];
