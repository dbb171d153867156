import type { Catalog, Event, Service } from '../catalog/catalog.ts';

const place = { file: 'asyncapi/orders.yaml', line: 7 };

const fields = [
  { name: 'orderId', type: { type: 'string', logicalType: 'uuid' }, doc: 'The order.' },
  { name: 'total', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 }, doc: 'What it costs.' },
];

const schemaText = (more: readonly object[]): string =>
  JSON.stringify({ type: 'record', name: 'OrderPlaced', namespace: 'shop', fields: [...fields, ...more] });

const orderPlaced: Event = {
  name: 'OrderPlaced',
  title: 'Order placed',
  description: 'A customer placed an order. Nothing is promised yet.',
  owner: 'shop-team',
  domain: 'shop',
  deprecated: undefined,
  schema: 'shop.OrderPlaced',
  version: 2,
  key: 'string',
  headers: [{ name: 'sales_channel', description: 'Where.', type: 'string', required: true, values: ['web', 'app'] }],
  examples: [{ name: 'mug', summary: 'A mug.', payload: { orderId: 'a', total: '\u0004', note: null } }],
  snippets: [
    {
      action: 'send',
      service: 'storefront',
      text: "import type { StorefrontClient } from '@shop/contracts/storefront';\n",
      isCompiled: true,
    },
  ],
  place,
};

const service = (name: string, action: 'send' | 'receive'): Service => ({
  name,
  title: name,
  version: '1.0.0',
  description: `The service ${name}.`,
  owner: 'shop-team',
  contact: { name: 'Shop team', email: 'shop@shop.example', url: undefined },
  servers: [],
  operations: [
    {
      id: `${action}Orders`,
      action,
      summary: 'About orders.',
      topic: 'shop.orders',
      events: ['OrderPlaced'],
      group: name,
      failures: undefined,
      reply: undefined,
      place,
    },
  ],
  place,
});

/** One event of two versions, who sends it and who receives it: for tests. */
export const smallCatalog: Catalog = {
  format: 1,
  title: 'The small shop',
  description: 'An estate for tests.',
  date: '2026-11-21',
  glossary: [{ name: 'delivery', text: 'Parcels on their way.', services: ['storefront'] }],
  services: [service('billing', 'receive'), service('storefront', 'send')],
  topics: [
    {
      address: 'shop.orders',
      description: 'Orders.',
      owner: 'shop-team',
      partitions: 6,
      replicas: 3,
      config: { 'retention.ms': '604800000' },
      compatibility: 'BACKWARD_TRANSITIVE',
      deadLetterTopic: 'shop.orders.dlt',
      events: ['OrderPlaced'],
      place,
    },
  ],
  events: [orderPlaced],
  schemas: [
    { name: 'shop.OrderPlaced', version: 1, text: schemaText([]), released: true, place },
    {
      name: 'shop.OrderPlaced',
      version: 2,
      text: schemaText([{ name: 'note', type: ['null', 'string'], default: null, doc: 'What the customer wrote.' }]),
      released: false,
      place,
    },
  ],
  uses: [
    {
      event: 'OrderPlaced',
      part: 'value',
      path: 'total',
      access: 'reads',
      except: [],
      services: ['billing'],
      repository: undefined,
      code: 'event.value.total',
      file: 'services/billing/src/handlers/order-placed.ts',
      line: 12,
    },
  ],
  rules: [
    {
      id: 'MESSAGE_KEY_MISSING',
      kind: 'error',
      what: 'A message has no key.',
      why: 'Events without a key have no order.',
      cure: 'Give it one.',
      bad: [{ title: 'asyncapi/orders.yaml', text: 'messages: {}' }],
      good: [{ title: 'asyncapi/orders.yaml', text: 'messages: { A: {} }' }],
    },
  ],
  commandLine: {
    commands: [
      {
        name: 'docs build',
        summary: 'write the site',
        usage: 'eventwright docs build [options]',
        arguments: [],
        options: [{ term: '--out <folder>', text: 'write to this folder' }],
        examples: ['eventwright docs build --out site'],
        notes: '',
      },
    ],
    options: [{ term: '--quiet', text: 'print no progress' }],
    exitCodes: [{ code: 0, meaning: 'clean' }],
  },
  guides: [{ name: 'first-event', title: 'Your first event', markdown: 'Write it down.\n\n## Then\n\nSend it.' }],
  releases: [],
  history: 'Nothing was released yet.',
};
