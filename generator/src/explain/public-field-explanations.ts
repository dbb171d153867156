import { type Example, type Explanation, part, together, whole } from './explanation.ts';

const schema = whole({
  'asyncapi/order-placed.v1.avsc': `{ "type": "record", "name": "OrderPlaced", "namespace": "shop.orders", "fields": [
  { "name": "orderId", "type": "string" },
  { "name": "email", "type": "string", "x-pii": true }
] }`,
});

const withPublic = (fields: string): Example =>
  together(
    part(`channels:
  orders:
    address: shop.orders
    messages:
      OrderPlaced:
        x-public: ${fields}
        bindings: { kafka: { key: { type: string } } }
        payload: { schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: { $ref: ./order-placed.v1.avsc } }`),
    schema,
  );

/** Of `x-public`. */
export const publicFieldExplanations: readonly Explanation[] = [
  {
    id: 'PUBLIC_FIELD_PERSONAL',
    what: '`x-public` names a field that is personal data, or one inside of such.',
    why: 'What leaves the company cannot be fetched back. A field that says `x-pii` goes to nobody outside, whatever else is said.',
    cure: 'Remove it from `x-public`. Where it is about nobody, write "x-pii": false in the schema.',
    bad: withPublic('[orderId, email]'),
    good: withPublic('[orderId]'),
  },
  {
    id: 'PUBLIC_FIELD_UNKNOWN',
    what: '`x-public` names a field that the payload does not have.',
    why: 'Receivers outside would wait for a field that never comes.',
    cure: 'Name a field of the payload; one inside of another is `totals.total`.',
    bad: withPublic('[orderID]'),
    good: withPublic('[orderId]'),
  },
  {
    id: 'PUBLIC_FIELDS_INVALID',
    what: '`x-public` is no list of the names of fields.',
    why: 'It lists what may be seen, so that a field which is added later is seen by nobody outside until somebody says so.',
    cure: 'Write `x-public: [orderId, totals.total]`.',
    bad: withPublic('true'),
    good: withPublic('[orderId]'),
  },
];
