import { added, change, described, type Example, type Explanation, removed, together } from './explanation.ts';

const shop = 'asyncapi/shop.yaml';
const billing = 'asyncapi/billing.yaml';
const orders = 'asyncapi/channels/orders.yaml';
const questions = 'asyncapi/channels/questions.yaml';
const visits = 'asyncapi/channels/visits.yaml';

const inOrders = (before: string, after: string): Example => change(orders, before, after);

const withoutTestServer = inOrders(
  "- $ref: '../shop.yaml#/servers/live'\n- $ref: '../shop.yaml#/servers/test'",
  "- $ref: '../shop.yaml#/servers/live'",
);

const paid = `bindings: { kafka: { key: { type: string } } }
payload:
  schemaFormat: application/vnd.apache.avro;version=1.9.0
  schema: { type: record, name: OrderPaid, namespace: shop, fields: [] }`;

const channelOfItsOwn = (address: string, key: string): Example =>
  together(
    change(shop, 'channels:', `channels:\n  ${key}:\n    $ref: ./channels/${key}.yaml`),
    added(
      `asyncapi/channels/${key}.yaml`,
      `address: ${address}\nmessages:\n  OrderPaid:\n    ${paid.replaceAll('\n', '\n    ')}`,
    ),
  );

const doc = (file: string, before: string): Example => change(file, before, `# Kept until nobody needs it.\n${before}`);

/** Of changes of applications, channels, operations and messages. */
export const changeExplanations: readonly Explanation[] = [
  {
    id: 'APPLICATION_REMOVED',
    what: 'An application is not in the contracts any more.',
    why: 'Its consumer group, its generated client and what it sent go with it. If only its document was renamed, all of these got another name.',
    cure: 'Let its readers stop first, and hand over what it received; or keep the name of its document.',
    bad: removed(billing),
    good: change(billing, 'title: Billing', 'title: Billing and dunning'),
  },
  {
    id: 'CHANNEL_ADDRESS_CHANGED',
    what: 'A channel has another address: it is another topic.',
    why: 'Whoever still reads the old topic gets nothing new, and the new one begins empty.',
    cure: 'Add the new address as a channel beside the old one, send to both, move the readers, and then remove the old one.',
    bad: change(questions, 'address: shop.questions', 'address: shop.enquiries'),
    good: channelOfItsOwn('shop.enquiries', 'enquiries'),
  },
  {
    id: 'CHANNEL_REMOVED',
    what: 'A channel is not in the contracts any more.',
    why: 'What is deployed still sends to it and reads it; generated code for it is gone with the next build.',
    cure: 'Keep the channel, and remove it when nobody sends to it or reads it any more.',
    bad: together(
      change(shop, 'answers:\n  $ref: ./channels/answers.yaml\nvisits:', 'visits:'),
      change(
        shop,
        "address: { location: $message.header#/reply_topic }\nchannel: { $ref: '#/channels/answers' }",
        'address: { location: $message.header#/reply_topic }',
      ),
    ),
    good: doc(shop, 'answers:\n  $ref: ./channels/answers.yaml'),
  },
  {
    id: 'CHANNEL_SERVERS_SHORTENED',
    what: 'A channel is not on a server any more on which it was.',
    why: 'Applications on that server find no topic there.',
    cure: 'Keep it on every server that somebody uses it on.',
    bad: withoutTestServer,
    good: doc(orders, "- $ref: '../shop.yaml#/servers/test'"),
  },
  {
    id: 'CLEANUP_POLICY_CHANGED',
    what: 'A topic has another cleanup policy. An error where none of the old policies is left, else a warning.',
    why: 'With `compact`, older events of a key go, and what counted on all of them misses some. With `delete`, keys go that readers of a table count on.',
    cure: 'Add a channel with the other policy beside this one, and fill it from here.',
    bad: inOrders('cleanup.policy: [delete]', 'cleanup.policy: [compact]'),
    good: channelOfItsOwn('shop.orders.latest', 'latest'),
  },
  {
    id: 'COMPATIBILITY_LOWERED',
    what: 'A channel promises less compatibility than before.',
    why: 'Changes that were refused are let through from now on, and readers that count on the promise are not asked.',
    cure: 'Keep the level, and waive the one change that needs it.',
    bad: change(questions, 'address: shop.questions', 'address: shop.questions\nx-compatibility: BACKWARD'),
    good: change(questions, 'address: shop.questions', 'address: shop.questions\nx-compatibility: FULL_TRANSITIVE'),
  },
  {
    id: 'CONTENT_TYPE_CHANGED',
    what: 'A message has another content type.',
    why: 'Readers choose how to read it by that, and both kinds stand in one topic.',
    cure: 'Add a message of the new content type beside this one, on a channel of its own.',
    bad: inOrders('OrderCancelled:', 'OrderCancelled:\n  contentType: application/vnd.shop'),
    good: channelOfItsOwn('shop.orders.json', 'json'),
  },
  {
    id: 'CORRELATION_ID_CHANGED',
    what: 'The correlation id of a message is somewhere else than before, or nowhere.',
    why: 'Whoever waits for an answer looks at the old place and never finds it.',
    cure: 'Keep it where it was; send it in both places if it has to move.',
    bad: inOrders('location: $message.header#/ce_correlationid', 'location: $message.header#/correlation'),
    good: inOrders('campaign: { type: string }', 'campaign: { type: string }\ncorrelation: { type: string }'),
  },
  {
    id: 'FIELD_REMOVED_IN_USE',
    what: 'A new version of a message lacks a field that code still uses. A warning where the code takes the whole event somewhere, and may read it.',
    why: "Avro's rule has nothing against it, but the code does not compile with the new version, or gets nothing where it is not compiled anew.",
    cure: 'Keep the field and mark it by `x-deprecated`; remove it when `eventwright readers` finds no code that uses it.',
    bad: described('order-placed.v2.avsc has no currency, and billing/src/bill.ts reads it'),
    good: described('order-placed.v2.avsc has currency with "x-deprecated", and billing/src/bill.ts still reads it'),
  },
  {
    id: 'HEADER_OPTIONAL',
    what: 'A header of a message that is sent was required and is not any more.',
    why: 'Its readers count on it.',
    cure: 'Keep it required until every reader does without it.',
    bad: inOrders('type: object\nrequired: [origin]', 'type: object'),
    good: doc(orders, 'required: [origin]'),
  },
  {
    id: 'HEADER_REMOVED',
    what: 'A message lost a header. An error for who sends it, a warning for who receives it.',
    why: 'Readers that use it find nothing.',
    cure: 'Keep it until no reader uses it any more.',
    bad: inOrders(
      'origin: { type: string, enum: [web, app] }\ncampaign: { type: string }',
      'origin: { type: string, enum: [web, app] }',
    ),
    good: inOrders('campaign: { type: string }', 'campaign: { type: string, description: Going away. }'),
  },
  {
    id: 'HEADER_REQUIRED',
    what: 'A header of a message that is received is required now and was not.',
    why: 'What was sent before, and what older senders still send, has none.',
    cure: 'Leave it optional, and let readers do without it.',
    bad: inOrders('required: [origin]', 'required: [origin, campaign]'),
    good: inOrders('campaign: { type: string }', 'campaign: { type: string, description: Nearly always there. }'),
  },
  {
    id: 'HEADER_TYPE_CHANGED',
    what: 'A header has another type.',
    why: 'What the one side writes the other takes for something else, or refuses.',
    cure: 'Add a header of another name with the new type, and remove this one when nobody uses it any more.',
    bad: inOrders('campaign: { type: string }', 'campaign: { type: integer }'),
    good: inOrders('campaign: { type: string }', 'campaign: { type: string }\ncampaignNumber: { type: integer }'),
  },
  {
    id: 'HEADER_VALUES_CHANGED',
    what: 'A header may have a value that its readers do not know, or may not have one any more that is still sent.',
    why: 'Readers refuse the message, or do not know what to make of it.',
    cure: 'Let readers accept new values first, and keep old ones until nobody sends them any more.',
    bad: inOrders('enum: [web, app]', 'enum: [web]'),
    good: inOrders('enum: [web, app]', 'enum: [web, app], description: app goes away'),
  },
  {
    id: 'KEY_CHANGED',
    what: 'The key of a channel has another schema, whatever differs.',
    why: 'Keys are compared byte by byte: the same order goes to another partition, so its events lose their order, and compaction keeps both keys.',
    cure: 'Keep the key schema to the letter. For another key, add a channel with it, send to both, and move the readers.',
    bad: change(questions, 'key: { type: string }', 'key: { type: integer }'),
    good: channelOfItsOwn('shop.questions.numbered', 'numbered'),
  },
  {
    id: 'MESSAGE_ADDED',
    what: 'A channel carries one more message, and somebody who reads the channel does not handle it.',
    why: 'Generated clients pass over what they do not handle; other readers may fail on it.',
    cure: 'Make sure that every other reader passes over it, or give the message a topic of its own.',
    bad: inOrders('messages:', `messages:\n  OrderPaid:\n    ${paid.replaceAll('\n', '\n    ')}`),
    good: channelOfItsOwn('shop.payments', 'payments'),
  },
  {
    id: 'MESSAGE_NOT_RECEIVED',
    what: 'An application does not receive a message any more that is still sent.',
    why: 'Whoever sends it counts on something being done with it.',
    cure: 'Stop sending it first; or keep handling it, if only to note that it is ignored.',
    bad: change(
      billing,
      "- $ref: '#/channels/orders/messages/OrderPlaced'\n- $ref: '#/channels/orders/messages/OrderCancelled'",
      "- $ref: '#/channels/orders/messages/OrderPlaced'",
    ),
    good: doc(billing, "- $ref: '#/channels/orders/messages/OrderCancelled'"),
  },
  {
    id: 'MESSAGE_NOT_SENT',
    what: 'An application does not send a message any more that others receive.',
    why: 'Readers may wait for it, and nothing tells them that it never comes.',
    cure: 'Make sure that no reader waits for it, or mark it by `x-deprecated` for a while before.',
    bad: change(
      shop,
      "channel: { $ref: '#/channels/orders' }",
      "channel: { $ref: '#/channels/orders' }\nmessages:\n  - $ref: '#/channels/orders/messages/OrderPlaced'",
    ),
    good: inOrders('OrderCancelled:', 'OrderCancelled:\n  x-deprecated: Ask the shop instead.'),
  },
  {
    id: 'MESSAGE_RENAMED',
    what: 'A message has another name, on a channel with several; its payload is the same.',
    why: 'Handlers and senders in code are named after it: they do not compile any more.',
    cure: 'Keep the name, and write a better one as its title.',
    bad: together(
      inOrders('OrderCancelled:', 'OrderRevoked:'),
      change(billing, 'messages/OrderCancelled', 'messages/OrderRevoked'),
    ),
    good: inOrders('OrderCancelled:', 'OrderCancelled:\n  title: Order revoked'),
  },
  {
    id: 'OPERATION_CHANGED',
    what: 'An operation keeps its id but does something else.',
    why: 'Who counts on the old one loses it, and code that is named after it does another thing.',
    cure: 'Add an operation for the new way, and remove the old one when nobody counts on it any more.',
    bad: change(billing, 'receiveQuestions:\n  action: receive', 'receiveQuestions:\n  action: send'),
    good: change(
      billing,
      'operations:',
      "operations:\n  ask:\n    action: send\n    channel: { $ref: '#/channels/questions' }",
    ),
  },
  {
    id: 'OPERATION_REMOVED',
    what: 'An application does not send to a channel, or receive from it, any more.',
    why: 'The other side goes on waiting, or sends what nobody takes.',
    cure: 'Keep it until nobody reads what it sent, or until another application takes over what it received.',
    bad: change(
      billing,
      "receiveQuestions:\n  action: receive\n  channel: { $ref: '#/channels/questions' }",
      '# Nobody answers any more.',
    ),
    good: change(billing, 'receiveQuestions:', 'takeQuestions:'),
  },
  {
    id: 'PARAMETER_VALUES_CHANGED',
    what: 'A parameter of an address may not have a value any more (an error), or may have a new one (a warning).',
    why: 'Each value is a topic: a value less takes one away, a value more is one that nobody reads yet.',
    cure: 'Keep a value until its topic is read to the end; deploy the readers of a new one first.',
    bad: change(visits, '[eu, us]', '[eu]'),
    good: change(visits, '[eu, us]', '[eu, us], description: us goes away'),
  },
  {
    id: 'PARTITIONS_CHANGED',
    what: 'A topic has another number of partitions.',
    why: 'Keys move to other partitions, so events of one key are no longer in order; and Kafka cannot take partitions away.',
    cure: 'Keep the number. For more, add a channel with the number that you need, send to both, and move the readers.',
    bad: inOrders('partitions: 6', 'partitions: 12'),
    good: channelOfItsOwn('shop.orders.wide', 'wide'),
  },
  {
    id: 'REPLICAS_LOWERED',
    what: 'A topic is to have fewer replicas.',
    why: 'Fewer brokers have to fail before events are lost.',
    cure: 'Keep the number, or make sure that the events may be lost with their brokers.',
    bad: inOrders('replicas: 3', 'replicas: 1'),
    good: inOrders('replicas: 3', 'replicas: 4'),
  },
  {
    id: 'REPLY_CHANGED',
    what: 'The reply of an operation comes from somewhere else, has messages less, or does not come any more; or an answer may be a message that it could not be before.',
    why: 'Who asks waits at the old place, or for the old message, and knows no other.',
    cure: 'Keep the reply, and offer the new one as an operation of its own.',
    bad: change(shop, 'location: $message.header#/reply_topic', 'location: $message.header#/answerTo'),
    good: doc(shop, 'address: { location: $message.header#/reply_topic }'),
  },
  {
    id: 'RETENTION_SHORTENED',
    what: 'A topic keeps its events for a shorter time, or fewer bytes of them.',
    why: 'A reader that is down for longer than that loses events; a new one finds less.',
    cure: 'Make sure that every reader catches up within that, also after a long weekend.',
    bad: inOrders('retention.ms: 2592000000', 'retention.ms: 86400000'),
    good: inOrders('retention.ms: 2592000000', 'retention.ms: 5184000000'),
  },
  {
    id: 'SCHEMA_FORMAT_CHANGED',
    what: 'The schema of a message is in another format, or another version of it.',
    why: 'Tools that read the contracts may not know it; what is on the wire stays the same.',
    cure: 'Keep the format unless every tool that reads the schema knows the new one.',
    bad: change(questions, 'version=1.9.0', 'version=1.12.0'),
    good: change(questions, 'version=1.9.0', 'version=1.9.0 # as the registry has it'),
  },
  {
    id: 'SERVER_CHANGED',
    what: 'A server has another host or protocol, or asks for security that it did not ask for.',
    why: 'Clients that are deployed connect as before, and cannot any more.',
    cure: 'Add the new one beside it under another name, move the clients, and then remove the old one.',
    bad: change(shop, 'host: kafka.example:9093', 'host: broker.example:9093'),
    good: change(shop, 'servers:', 'servers:\n  next:\n    host: broker.example:9093\n    protocol: kafka-secure'),
  },
  {
    id: 'SERVER_REMOVED',
    what: 'An application names a server no more, under any name.',
    why: 'Clients that connect to it are not told where to go.',
    cure: 'Keep it until nobody connects to it any more.',
    bad: together(
      change(shop, 'test:\n  host: kafka-test.example:9092\n  protocol: kafka', '# There is no test server.'),
      withoutTestServer,
    ),
    good: together(change(shop, 'test:\n  host', 'staging:\n  host'), inOrders('servers/test', 'servers/staging')),
  },
  {
    id: 'SUBJECT_CHANGED',
    what: "A message's payload has another full name, so its schemas get a subject of their own.",
    why: 'The registry checks within a subject: nothing is compared with what was there, and readers of the old name cannot read the new one.',
    cure: 'Keep the name and namespace. For another event, add a message beside this one.',
    bad: change('asyncapi/schemas/asked.v1.avsc', '"namespace": "shop"', '"namespace": "shop.questions"'),
    good: change('asyncapi/schemas/asked.v1.avsc', '"namespace": "shop"', '"namespace": "shop",\n"doc": "A question."'),
  },
  {
    id: 'VERSION_NOT_MAJOR',
    what: 'The contracts of an application break what was there, and its version does not say so.',
    why: 'Who reads the version takes the change for harmless. Below 1.0.0 the second number tells of a break.',
    cure: 'Make the change safe, or raise the first number of `info.version`.',
    bad: inOrders('partitions: 6', 'partitions: 12'),
    good: together(
      inOrders('partitions: 6', 'partitions: 12'),
      change(shop, 'version: 1.2.0', 'version: 2.0.0'),
      change(billing, 'version: 3.0.0', 'version: 4.0.0'),
    ),
  },
  {
    id: 'WIRE_FORMAT_CHANGED',
    what: 'The Kafka binding of a message says otherwise than before where and how its schema id is written.',
    why: 'Readers look for the id where it was, and take the message for poison.',
    cure: 'Keep it, or add a message of the new format on a channel of its own.',
    bad: inOrders('schemaIdLocation: payload', 'schemaIdLocation: header'),
    good: inOrders(', schemaIdLocation: payload', ''),
  },
];
