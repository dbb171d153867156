import { described, type Explanation, part } from './explanation.ts';

const channels = (address: string, more: string): string => `channels:
  orders:
    address: ${address}
    ${more}`;

/** Of what the official AsyncAPI parser says. Its rules in lower case, such as `asyncapi3-channel-servers`, are ours in capitals. */
export const parserExplanations: readonly Explanation[] = [
  {
    id: 'ASYNCAPI3_CHANNEL_NO_QUERY_NOR_FRAGMENT',
    what: 'The name of a channel has a `?` or `#`.',
    why: 'References to the channel go by its name, and in a reference these two have a meaning of their own.',
    cure: 'Rename the channel.',
    bad: part("channels:\n  'orders?': { address: shop.orders }"),
    good: part('channels:\n  orders: { address: shop.orders }'),
  },
  {
    id: 'ASYNCAPI3_CHANNEL_PARAMETERS',
    what: 'The parameters of a channel are not those of its address.',
    why: 'A parameter that is not described, or is in no address, has no value.',
    cure: 'Describe each `{parameter}` of the address under `parameters`, and no other.',
    bad: part(channels('shop.orders', 'parameters: { region: {} }')),
    good: part(channels("'shop.orders'", 'description: without parameters')),
  },
  {
    id: 'ASYNCAPI3_CHANNEL_SERVERS',
    what: 'A channel names a server that the document does not have.',
    why: 'Nobody could tell on which broker the topic is.',
    cure: 'Add the server under `servers`, or correct the reference.',
    bad: part(channels('shop.orders', 'servers: [rabbit]') + servers()),
    good: part(channels('shop.orders', "servers: [{ $ref: '#/servers/kafka' }]") + servers()),
  },
  {
    id: 'ASYNCAPI3_OPERATION_MESSAGES_FROM_REFERRED_CHANNEL',
    what: 'An operation names a message that is not one of its channel, or not through the channel.',
    why: 'What an operation sends is a part of what its channel carries.',
    cure: "Refer to the message as `'#/channels/<channel>/messages/<message>'`.",
    bad: part(
      operation("'#/components/messages/OrderPlaced'") +
        "\ncomponents:\n  messages:\n    OrderPlaced: { $ref: '#/channels/orders/messages/OrderPlaced' }",
    ),
    good: part(operation("'#/channels/orders/messages/OrderPlaced'")),
  },
  {
    id: 'ASYNCAPI3_REQUIRED_CHANNEL_SERVERS_UNAMBIGUITY',
    what: 'A channel refers to a server that is not under `servers` of the document.',
    why: 'Servers under `components` are a store of parts; only those under `servers` exist.',
    cure: "Refer to `'#/servers/<server>'`.",
    bad: part(channels('shop.orders', "servers: [{ $ref: '#/components/servers/kafka' }]") + serverComponent()),
    good: part(channels('shop.orders', "servers: [{ $ref: '#/servers/kafka' }]") + servers()),
  },
  {
    id: 'ASYNCAPI3_REQUIRED_OPERATION_CHANNEL_UNAMBIGUITY',
    what: 'An operation refers to a channel that is not under `channels` of the document.',
    why: 'Channels under `components` are a store of parts; only those under `channels` exist.',
    cure: "Refer to `'#/channels/<channel>'`.",
    bad: part(
      "operations:\n  sendOrders:\n    action: send\n    channel: { $ref: '#/components/channels/orders' }\ncomponents:\n  channels:\n    orders: { address: shop.orders }",
    ),
    good: part("operations:\n  sendOrders:\n    action: send\n    channel: { $ref: '#/channels/orders' }"),
  },
  {
    id: 'ASYNCAPI_DOCUMENT_RESOLVED',
    what: 'The document, with its references followed, is not built as AsyncAPI says: a property is missing, unknown, or has a value that it cannot have.',
    why: 'Other AsyncAPI tools refuse the document or pass over what they do not know.',
    cure: 'Correct the name or value; a property of your own starts with `x-`.',
    bad: part('info:\n  title: Orders\n  version: 1.0.0\n  licence: { name: MIT }'),
    good: part('info:\n  title: Orders\n  version: 1.0.0\n  license: { name: MIT }'),
  },
  {
    id: 'ASYNCAPI_DOCUMENT_UNRESOLVED',
    what: 'A `$ref` stands where AsyncAPI does not allow one.',
    why: 'AsyncAPI says of each place whether a reference may stand there; elsewhere other tools do not follow it.',
    cure: 'Write out what it refers to.',
    bad: part("info: { $ref: '#/components/x-info' }\ncomponents:\n  x-info: { title: Orders, version: 1.0.0 }"),
    good: part('info: { title: Orders, version: 1.0.0 }'),
  },
  {
    id: 'ASYNCAPI_INVALID_REF',
    what: 'The official parser cannot follow a reference.',
    why: 'Other AsyncAPI tools will not be able to either.',
    cure: 'Correct the `$ref`. Where it is right by our rules (`REFERENCE_UNKNOWN`), write it in the plainest form: a relative path, `#`, a JSON pointer.',
    bad: described("$ref: './channels.yaml#/channels/orders%'"),
    good: described("$ref: './channels.yaml#/channels/orders'"),
  },
  {
    id: 'ASYNCAPI_IS_ASYNCAPI',
    what: 'The official parser does not know this version of AsyncAPI.',
    why: 'Nothing else of the document was checked against the specification.',
    cure: 'Write `asyncapi: 3.1.0` or `3.0.0`.',
    bad: part('asyncapi: 3.99.0'),
    good: part('asyncapi: 3.1.0'),
  },
  {
    id: 'ASYNCAPI_PARSER',
    what: 'The official parser cannot read the YAML of the document, which we can.',
    why: 'It reads YAML 1.1, where some plain words and keys are other values than in YAML 1.2.',
    cure: 'Write it in plain YAML, with quotes around what has special characters.',
    bad: described('a document that YAML 1.1 and YAML 1.2 take differently'),
    good: described('the same with quotes around what is special'),
  },
  {
    id: 'ASYNCAPI_UNCAUGHT_ERROR',
    what: 'The official parser failed on the document: what it says is shown as it is.',
    why: 'Other AsyncAPI tools, which use the same parser, will fail as well.',
    cure: 'Take away what is unusual about the document until it passes: circles, very deep nesting, very many references.',
    bad: described('a document that makes the parser throw'),
    good: described('the same with named parts under `components` and references to them'),
  },
];

function servers(): string {
  return '\nservers:\n  kafka: { host: broker, protocol: kafka }';
}

function serverComponent(): string {
  return `\ncomponents:\n  servers:${servers().replace('\nservers:', '').replaceAll('\n', '\n  ')}`;
}

function operation(message: string): string {
  return `operations:
  sendOrders:
    action: send
    channel: { $ref: '#/channels/orders' }
    messages: [{ $ref: ${message} }]`;
}
