/** A document, broken in one place, and what is said of it. */
export interface BrokenDocument {
  readonly name: string;
  /** What stands in `soundDocument`, and what stands there instead. */
  readonly edit: readonly [sound: string, broken: string];
  /** The text at the place of each finding, and its message. */
  readonly findings: readonly (readonly [at: string, message: string])[];
}

export const soundDocument = `asyncapi: 3.1.0
info:
  title: Orders
  version: 1.0.0
servers:
  kafka: { host: broker, protocol: kafka }
channels:
  orders:
    address: shop.orders
    messages:
      OrderPlaced: { $ref: '#/components/messages/OrderPlaced' }
operations:
  sendOrders:
    action: send
    channel: { $ref: '#/channels/orders' }
    messages: [{ $ref: '#/channels/orders/messages/OrderPlaced' }]
components:
  messages:
    OrderPlaced:
      name: OrderPlaced
      bindings: { kafka: { key: { type: string } } }
      payload: { schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: { $ref: ./order-placed.v1.avsc } }
`;

export const soundSchema =
  '{ "type": "record", "name": "OrderPlaced", "namespace": "shop.orders", "fields": [{ "name": "orderId", "type": "string" }] }';

export const brokenDocuments: readonly BrokenDocument[] = [
  {
    name: 'no info',
    edit: ['info:\n  title: Orders\n  version: 1.0.0\n', ''],
    findings: [['asyncapi:', "The document has no 'info'."]],
  },
  { name: 'info without a title', edit: ['  title: Orders\n', ''], findings: [['info:', "'info' has no 'title'."]] },
  {
    name: 'a version that YAML takes for a number',
    edit: ['version: 1.0.0', 'version: 1'],
    findings: [['version:', "'version' must be text, not 1."]],
  },
  {
    name: 'an empty info',
    edit: ['info:\n  title: Orders\n  version: 1.0.0\n', 'info:\n'],
    findings: [['info:', "'info' must be an object, not null."]],
  },
  {
    name: 'a misspelt property of info',
    edit: ['  title: Orders\n', '  title: Orders\n  titel: x\n'],
    findings: [['titel:', "There is no property 'titel' here."]],
  },
  {
    name: 'a contact whose e-mail address is none',
    edit: ['  title: Orders\n', '  title: Orders\n  contact: { email: nobody }\n'],
    findings: [['email:', '\'email\' cannot be "nobody": that is no e-mail address.']],
  },
  {
    name: 'a contact whose address is none',
    edit: ['  title: Orders\n', '  title: Orders\n  contact: { url: not a url }\n'],
    findings: [['url:', '\'url\' cannot be "not a url": that is no address such as https://example.com.']],
  },
  {
    name: 'a license without a name',
    edit: ['  title: Orders\n', '  title: Orders\n  license: { url: https://example.com }\n'],
    findings: [['license:', "'license' has no 'name'."]],
  },
  {
    name: 'tags that are text',
    edit: ['  title: Orders\n', '  title: Orders\n  tags: orders\n'],
    findings: [['tags:', '\'tags\' must be a list, not "orders".']],
  },
  {
    name: 'a tag without a name',
    edit: ['  title: Orders\n', '  title: Orders\n  tags: [{ description: x }]\n'],
    findings: [['{', "Item 1 of 'tags' has no 'name'."]],
  },
  {
    name: 'a tag twice',
    edit: ['  title: Orders\n', '  title: Orders\n  tags: [{ name: x }, { name: x }]\n'],
    findings: [['tags:', "'tags' has one item twice: items 1 and 2."]],
  },
  {
    name: 'a misspelt part of the document',
    edit: ['servers:\n', 'server: {}\nservers:\n'],
    findings: [['server:', "There is no property 'server' here."]],
  },
  {
    name: 'an id that is a number',
    edit: ['info:\n', 'id: 17\ninfo:\n'],
    findings: [['id:', "'id' must be text, not 17."]],
  },
  {
    name: 'a default content type that is a number',
    edit: ['info:\n', 'defaultContentType: 17\ninfo:\n'],
    findings: [['defaultContentType:', "'defaultContentType' must be text, not 17."]],
  },
  {
    name: 'a server without a host',
    edit: ['{ host: broker, protocol: kafka }', '{ protocol: kafka }'],
    findings: [['kafka:', "The server 'kafka' has no 'host'."]],
  },
  {
    name: 'a server as AsyncAPI 2 has it',
    edit: ['{ host: broker, protocol: kafka }', '{ url: broker, protocol: kafka }'],
    findings: [
      ['kafka:', "The server 'kafka' has no 'host'."],
      ['url:', "There is no property 'url' here."],
    ],
  },
  {
    name: 'values of a server variable that are text',
    edit: [
      '{ host: broker, protocol: kafka }',
      "{ host: '{region}.broker', protocol: kafka, variables: { region: { enum: eu } } }",
    ],
    findings: [['enum:', '\'enum\' must be a list, not "eu".']],
  },
  {
    name: 'a number among the values of a server variable',
    edit: [
      '{ host: broker, protocol: kafka }',
      "{ host: '{region}.broker', protocol: kafka, variables: { region: { enum: [1] } } }",
    ],
    findings: [['1', "Item 1 of 'enum' must be text, not 1."]],
  },
  {
    name: 'a security scheme of no known type',
    edit: ['{ host: broker, protocol: kafka }', '{ host: broker, protocol: kafka, security: [{ type: sasl }] }'],
    findings: [['type:', "There is no security scheme of type 'sasl'."]],
  },
  {
    name: 'a Kafka binding of a server with a number for text',
    edit: [
      '{ host: broker, protocol: kafka }',
      '{ host: broker, protocol: kafka, bindings: { kafka: { schemaRegistryUrl: 17 } } }',
    ],
    findings: [['schemaRegistryUrl:', "'schemaRegistryUrl' must be text, not 17."]],
  },
  {
    name: 'an unknown property of the Kafka binding of a server',
    edit: [
      '{ host: broker, protocol: kafka }',
      '{ host: broker, protocol: kafka, bindings: { kafka: { registry: x } } }',
    ],
    findings: [['registry:', "There is no property 'registry' here."]],
  },
  {
    name: 'a binding of a misspelt protocol',
    edit: ['{ host: broker, protocol: kafka }', '{ host: broker, protocol: kafka, bindings: { kafak: {} } }'],
    findings: [['kafak:', "There is no property 'kafak' here."]],
  },
  {
    name: 'a misspelt property of a channel',
    edit: ['    address: shop.orders\n', '    address: shop.orders\n    adress: x\n'],
    findings: [['adress:', "There is no property 'adress' here."]],
  },
  {
    name: 'an address that is a number, which is an own finding, once',
    edit: ['    address: shop.orders\n', '    address: 17\n'],
    findings: [['address:', 'The channel has no address, so it is no topic.']],
  },
  {
    name: 'partitions that are text',
    edit: ['    address: shop.orders\n', '    address: shop.orders\n    bindings: { kafka: { partitions: six } }\n'],
    findings: [['partitions:', '\'partitions\' must be a whole number, not "six".']],
  },
  {
    name: 'no partition',
    edit: ['    address: shop.orders\n', '    address: shop.orders\n    bindings: { kafka: { partitions: 0 } }\n'],
    findings: [['partitions:', "'partitions' must be at least 1, not 0."]],
  },
  {
    name: 'a retention that is text',
    edit: [
      '    address: shop.orders\n',
      '    address: shop.orders\n    bindings: { kafka: { topicConfiguration: { retention.ms: forever } } }\n',
    ],
    findings: [['retention.ms:', '\'retention.ms\' must be a whole number, not "forever".']],
  },
  {
    name: 'an unknown cleanup policy',
    edit: [
      '    address: shop.orders\n',
      '    address: shop.orders\n    bindings: { kafka: { topicConfiguration: { cleanup.policy: [shred] } } }\n',
    ],
    findings: [['shred', 'Item 1 of \'cleanup.policy\' cannot be "shred".']],
  },
  {
    name: 'an unknown version of a binding',
    edit: [
      '    address: shop.orders\n',
      "    address: shop.orders\n    bindings: { kafka: { bindingVersion: '9.9.9' } }\n",
    ],
    findings: [['bindingVersion:', '\'bindingVersion\' cannot be "9.9.9".']],
  },
  {
    name: 'no action, which is an own finding, once',
    edit: ['    action: send\n', ''],
    findings: [['sendOrders:', "The operation 'sendOrders' neither sends nor receives."]],
  },
  {
    name: 'an unknown action, which is an own finding, once',
    edit: ['action: send', 'action: publish'],
    findings: [['publish', "The operation 'sendOrders' neither sends nor receives."]],
  },
  {
    name: 'an operation without a channel, and not what follows from it',
    edit: ["    channel: { $ref: '#/channels/orders' }\n", ''],
    findings: [['sendOrders:', "The operation 'sendOrders' has no 'channel'."]],
  },
  {
    name: 'a channel written out in an operation',
    edit: ["{ $ref: '#/channels/orders' }", '{ address: shop.x }'],
    findings: [
      [
        '{',
        "The operation 'sendOrders' names a message that is not one of its channel, or does not name it through the channel.",
      ],
    ],
  },
  {
    name: 'a channel that is text',
    edit: ["{ $ref: '#/channels/orders' }", 'orders'],
    findings: [['channel:', '\'channel\' must be an object, not "orders".']],
  },
  {
    name: 'a misspelt property of an operation',
    edit: ['    action: send\n', '    action: send\n    chanel: x\n'],
    findings: [['chanel:', "There is no property 'chanel' here."]],
  },
  {
    name: 'a message not named through the channel',
    edit: ["[{ $ref: '#/channels/orders/messages/OrderPlaced' }]", "[{ $ref: '#/components/messages/OrderPlaced' }]"],
    findings: [
      [
        '{',
        "The operation 'sendOrders' names a message that is not one of its channel, or does not name it through the channel.",
      ],
    ],
  },
  {
    name: 'messages that are a reference, shown where it stands',
    edit: [
      "[{ $ref: '#/channels/orders/messages/OrderPlaced' }]",
      "{ $ref: '#/channels/orders/messages/OrderPlaced' }",
    ],
    findings: [['messages:', "'messages' must be a list."]],
  },
  {
    name: 'a group id that is a number',
    edit: ['    action: send\n', '    action: send\n    bindings: { kafka: { groupId: 17 } }\n'],
    findings: [['groupId:', "'groupId' must be an object or true or false, not 17."]],
  },
  {
    name: 'an unknown property of the Kafka binding of an operation',
    edit: ['    action: send\n', '    action: send\n    bindings: { kafka: { group: x } }\n'],
    findings: [['group:', "There is no property 'group' here."]],
  },
  {
    name: 'a reply to no place of a message',
    edit: ['    action: send\n', '    action: send\n    reply: { address: { location: x } }\n'],
    findings: [
      [
        'reply:',
        "The reply of 'sendOrders' in orders says no channel that the reply comes on: it is generated as a message without a reply.",
      ],
      ['location:', '\'location\' cannot be "x": that is no place in a message.'],
    ],
  },
  {
    name: 'traits that are no list',
    edit: ['    action: send\n', '    action: send\n    traits: {}\n'],
    findings: [['traits:', "'traits' must be a list."]],
  },
  {
    name: 'a security scheme without what its type needs',
    edit: ['    action: send\n', '    action: send\n    security: [{ type: oauth2 }]\n'],
    findings: [['{', "A security scheme of type 'oauth2' needs 'flows'."]],
  },
  {
    name: 'a misspelt property of a message',
    edit: ['      name: OrderPlaced\n', '      name: OrderPlaced\n      nam: x\n'],
    findings: [['nam:', "There is no property 'nam' here."]],
  },
  {
    name: 'a content type that is a number',
    edit: ['      name: OrderPlaced\n', '      name: OrderPlaced\n      contentType: 17\n'],
    findings: [['contentType:', "'contentType' must be text, not 17."]],
  },
  {
    name: 'required headers that are text',
    edit: [
      '      name: OrderPlaced\n',
      '      name: OrderPlaced\n      headers: { type: object, required: a, properties: { a: { type: string } } }\n',
    ],
    findings: [['required:', '\'required\' must be a list, not "a".']],
  },
  {
    name: 'a least value that is text',
    edit: [
      '      name: OrderPlaced\n',
      '      name: OrderPlaced\n      headers: { type: object, properties: { a: { type: integer, minimum: low } } }\n',
    ],
    findings: [['minimum:', '\'minimum\' must be a number, not "low".']],
  },
  {
    name: 'a correlation id at no place of a message',
    edit: ['      name: OrderPlaced\n', '      name: OrderPlaced\n      correlationId: { location: header }\n'],
    findings: [['location:', '\'location\' cannot be "header": that is no place in a message.']],
  },
  {
    name: 'a correlation id without a place',
    edit: ['      name: OrderPlaced\n', '      name: OrderPlaced\n      correlationId: { description: x }\n'],
    findings: [['correlationId:', "'correlationId' has no 'location'."]],
  },
  {
    name: 'a payload in a trait of a message',
    edit: ['      name: OrderPlaced\n', '      name: OrderPlaced\n      traits: [{ payload: {} }]\n'],
    findings: [['payload:', "There is no property 'payload' here."]],
  },
  {
    name: 'an unknown property of a trait of a message',
    edit: ['      name: OrderPlaced\n', '      name: OrderPlaced\n      traits: [{ colour: red }]\n'],
    findings: [['colour:', "There is no property 'colour' here."]],
  },
  {
    name: 'examples that are no list',
    edit: ['      name: OrderPlaced\n', '      name: OrderPlaced\n      examples: {}\n'],
    findings: [['examples:', "'examples' must be a list."]],
  },
  {
    name: 'an example with nothing in it',
    edit: ['      name: OrderPlaced\n', '      name: OrderPlaced\n      examples: [{ name: x }]\n'],
    findings: [['{', "Item 1 of 'examples' has no 'payload'."]],
  },
  {
    name: 'an unknown property of an example',
    edit: [
      '      name: OrderPlaced\n',
      '      name: OrderPlaced\n      examples: [{ payload: { orderId: a }, value: 1 }]\n',
    ],
    findings: [['value:', "There is no property 'value' here."]],
  },
  {
    name: 'an unknown property of the Kafka binding of a message',
    edit: ['key: { type: string }', 'key: { type: string }, keys: x'],
    findings: [['keys:', "There is no property 'keys' here."]],
  },
  {
    name: 'a misspelt part of components',
    edit: ['components:\n', 'components:\n  message: {}\n'],
    findings: [['message:', "There is no property 'message' here."]],
  },
  {
    name: 'schemas that are a list',
    edit: ['components:\n  messages:\n', 'components:\n  schemas: []\n  messages:\n'],
    findings: [['schemas:', "'schemas' must be an object."]],
  },
  {
    name: 'a JSON Schema of a misspelt type',
    edit: ['components:\n  messages:\n', 'components:\n  schemas: { A: { type: sting } }\n  messages:\n'],
    findings: [['type:', '\'type\' cannot be "sting".']],
  },
  {
    name: 'a version of AsyncAPI that is not known yet',
    edit: ['asyncapi: 3.1.0', 'asyncapi: 3.99.0'],
    findings: [['3.99.0', 'The official parser does not know AsyncAPI 3.99.0.']],
  },
  {
    name: 'a title that YAML takes for a number',
    edit: ['  title: Orders\n', '  title: 0o14\n'],
    findings: [['title:', "'title' must be text, not 12."]],
  },
  {
    name: 'an unknown property that is merged in',
    edit: ['info:\n', 'x-a: &a { colour: red }\ninfo:\n  <<: *a\n'],
    findings: [['colour:', "There is no property 'colour' here."]],
  },
  {
    name: 'an unknown property behind an alias',
    edit: ['info:\n', 'x-a: &a { colour: red }\ntags: *a\ninfo:\n'],
    findings: [['tags:', "There is no property 'tags' here."]],
  },
  {
    name: 'an unknown property with characters of JSON pointers',
    edit: ['info:\n', "'a/b~c': 1\ninfo:\n"],
    findings: [["'a/b~c':", "There is no property 'a/b~c' here."]],
  },
];
