import { expect, it } from 'vitest';
import { temporaryProject } from '../../../test/temporary-project.ts';
import { readContracts } from '../../read-contracts.ts';
import { catalogOf } from './catalog-of.ts';

const noCache = { read: () => undefined, write: async () => undefined };

const document = `asyncapi: 3.1.0
info:
  title: Shop
  version: 1.0.0
  x-owner: shop-team
  contact: { name: Shop team, email: shop@shop.example }
  tags:
    - { name: order, description: What a customer asks for. }
    - { name: parcel }
    - { description: Of nothing. }
channels:
  orders:
    address: shop.orders
    x-owner: channel-team
    messages:
      OrderPlaced:
        x-owner: event-team
        x-deprecated: { since: 1.1.0, replacedBy: OrderTaken, removeAfter: 2027-01-31 }
        payload: &order
          schemaFormat: application/vnd.apache.avro;version=1.9.0
          schema: { type: record, name: OrderPlaced, namespace: shop, fields: [] }
      OrderTaken: { payload: *order }
operations:
  sendOrders: { action: send, channel: { $ref: '#/channels/orders' } }
`;

const billing = `asyncapi: 3.1.0
info:
  title: Billing
  version: 1.0.0
  tags: [{ name: order, description: What is to be paid. }, { name: parcel, description: What is on its way. }]
`;

it('the catalogue knows who answers for an event, whom to ask, and what words mean', async () => {
  const root = await temporaryProject({ 'contracts/shop.yaml': document, 'contracts/zz-billing.yaml': billing });
  const { model } = await readContracts({ root, contracts: 'contracts' }, noCache);
  const catalog = catalogOf(model, {
    title: 'Shop',
    description: '',
    uses: undefined,
    rules: [],
    commandLine: { commands: [], options: [], exitCodes: [] },
    guides: [],
    releases: [],
    history: '',
    date: undefined,
    isReleased: () => false,
    snippetsOf: () => [],
  });
  expect(catalog.events.map(({ name, owner, deprecated }) => [name, owner, deprecated])).toEqual([
    ['OrderPlaced', 'event-team', { text: '', since: '1.1.0', replacedBy: 'OrderTaken', removeAfter: '2027-01-31' }],
    ['OrderTaken', 'channel-team', undefined],
  ]);
  expect(catalog.services.map(({ contact }) => contact)).toEqual([
    { name: 'Shop team', email: 'shop@shop.example', url: undefined },
    undefined,
  ]);
  expect(catalog.glossary).toEqual([
    { name: 'order', text: 'What a customer asks for.', services: ['shop', 'zz-billing'] },
    { name: 'parcel', text: 'What is on its way.', services: ['shop', 'zz-billing'] },
  ]);
});
