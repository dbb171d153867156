import { type Example, type Explanation, part, schema, together, whole } from './explanation.ts';

/** A schema with one field. */
const field = (text: string): Example =>
  schema(`{ "type": "record", "name": "OrderPlaced", "namespace": "shop.orders", "fields": [\n  { ${text} }\n] }`);

const message = (lines: string): Example =>
  part(`channels:
  orders:
    address: shop.orders
    messages:
      ${lines.replaceAll('\n', '\n      ')}
        bindings: { kafka: { key: { type: string } } }
        payload: { schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: { $ref: ./order-placed.v1.avsc } }`);

const channel = (lines: string): Example => part(`channels:\n  orders:\n    ${lines.replaceAll('\n', '\n    ')}`);

const decimal = (precision: number): Example =>
  field(
    `"name": "total", "type": { "type": "bytes", "logicalType": "decimal", "precision": ${precision}, "scale": 2 }`,
  );

/** A deprecated field, and the one that takes its place. */
const note = (mark: string): Example =>
  field(
    `"name": "note", "type": "string", "x-deprecated": ${mark} },\n  { "name": "remark", "type": "string", "default": ""`,
  );

const placedAt = (type: string): Example => field(`"name": "placedAt", "type": ${type}`);

const baseline = (text: string): Example => whole({ 'eventwright.baseline.json': text });

const email = field('"name": "email", "type": "string"');
const emailTagged = field('"name": "email", "type": "string", "x-pii": true');
const emailEntry = baseline(
  '{ "findings": [{ "rule": "LINT_PII_UNTAGGED", "subject": "shop.orders.OrderPlaced.email" }] }',
);

/** Of what `eventwright lint` finds. */
export const lintExplanations: readonly Explanation[] = [
  {
    id: 'LINT_BASELINE_INVALID',
    what: '`eventwright.baseline.json`, or an entry of it, is not as `eventwright lint --update-baseline` writes it.',
    why: 'What cannot be read lets nothing through.',
    cure: 'Write it anew by `eventwright lint --update-baseline`.',
    bad: baseline('{ "findings": [{ "rule": "LINT_NAMING" }] }'),
    good: together(email, emailEntry),
  },
  {
    id: 'LINT_BASELINE_STALE',
    what: 'The baseline has an entry of what is not found any more.',
    why: 'It would let the same thing through when it comes back.',
    cure: 'Take it out by `eventwright lint --update-baseline`.',
    bad: together(emailTagged, emailEntry),
    good: together(email, emailEntry),
  },
  {
    id: 'LINT_DECIMAL_BOUNDS',
    what: 'A decimal has more than 38 digits, or none before its point.',
    why: 'Databases and the decimals of most languages end at 38 digits; one without a digit before the point holds no 1.',
    cure: 'Choose precision and scale as large as amounts really get.',
    bad: decimal(50),
    good: decimal(12),
  },
  {
    id: 'LINT_DEPRECATION_OVERDUE',
    what: 'What was to be gone after a day that has passed is still there.',
    why: 'Everybody has built on the date: who moved has done so for nothing, and who did not was never told.',
    cure: 'Remove it where no code uses it any more (`eventwright readers` tells), else agree on a new date.',
    bad: note('{ "replacedBy": "remark", "removeAfter": "2020-01-31" }'),
    good: note('{ "replacedBy": "remark", "removeAfter": "9000-01-31" }'),
  },
  {
    id: 'LINT_DEPRECATION_UNCLEAR',
    what: 'A deprecation names a day that is none, or something in its place that is not there.',
    why: 'Nobody is reminded of a day that cannot be read, and nobody can move to what does not exist.',
    cure: 'Write the day as 2027-01-31, and name another message, type, or field of the same record.',
    bad: note('{ "replacedBy": "comment", "removeAfter": "January 2027" }'),
    good: note('{ "replacedBy": "remark", "removeAfter": "9000-01-31" }'),
  },
  {
    id: 'LINT_DOC_MISSING',
    what: 'A channel, message, record or field does not say what it means.',
    why: 'Who uses an event has only its contract to ask: the text is in generated code, in the editor and in the catalog.',
    cure: 'Add `description`, or "doc" in a schema: what it means, and its unit.',
    bad: field('"name": "weight", "type": "int"'),
    good: together(
      schema(
        '{ "type": "record", "name": "OrderPlaced", "namespace": "shop.orders", "doc": "An order as it was placed.", "fields": [\n  { "name": "weight", "type": "int", "doc": "In grams." }\n] }',
      ),
      part(`channels:
  orders:
    address: shop.orders
    description: What becomes of orders.
    messages:
      OrderPlaced:
        description: A customer has placed an order.
        bindings: { kafka: { key: { type: string } } }
        payload: { schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: { $ref: ./order-placed.v1.avsc } }`),
    ),
  },
  {
    id: 'LINT_ENUM_DEFAULT_MISSING',
    what: 'An enum has no default.',
    why: 'The day it gets a new symbol, readers that are not moved yet fail on it.',
    cure: 'Add a symbol that stands for what is unknown, and make it the "default".',
    bad: field('"name": "kind", "type": { "type": "enum", "name": "Kind", "symbols": ["GIFT", "SALE"] }'),
    good: field(
      '"name": "kind", "type": { "type": "enum", "name": "Kind", "symbols": ["UNKNOWN", "GIFT", "SALE"], "default": "UNKNOWN" }',
    ),
  },
  {
    id: 'LINT_EVENT_TENSE',
    what: 'The name of a message does not say what has happened.',
    why: 'An event is a fact that nobody can refuse. A name in the past tense says so, and tells a command from what came of it.',
    cure: 'Name what something happened to and what happened: OrderPlaced; of a command: PaymentRequested.',
    bad: message('PlaceOrder:\n  name: PlaceOrder'),
    good: message('OrderPlaced:\n  name: OrderPlaced'),
  },
  {
    id: 'LINT_IGNORE_INVALID',
    what: 'An ignore has no reason, or names no rule of `eventwright lint`.',
    why: 'Without a reason nobody can tell later whether it still holds.',
    cure: 'Write rule and reason: `# eventwright-ignore RULE: reason` in YAML, `"x-lint-ignore": { "RULE": "reason" }` in a schema.',
    bad: field('"name": "email", "type": "string", "x-lint-ignore": { "LINT_PII_UNTAGGED": "" }'),
    good: field('"name": "email", "type": "string", "x-lint-ignore": { "LINT_PII_UNTAGGED": "a box of the shop" }'),
  },
  {
    id: 'LINT_IGNORE_UNUSED',
    what: 'An ignore stands where nothing is found that it would let through.',
    why: 'It would let through what comes there later, unseen.',
    cure: 'Remove it, or put it on the line or field that it is meant for.',
    bad: field('"name": "orderId", "type": "string", "x-lint-ignore": { "LINT_NAMING": "as the bank calls it" }'),
    good: field('"name": "order_id", "type": "string", "x-lint-ignore": { "LINT_NAMING": "as the bank calls it" }'),
  },
  {
    id: 'LINT_MONEY_AS_DOUBLE',
    what: 'A field that is called as money is a floating point number.',
    why: 'Binary fractions cannot hold a cent: 0.1 + 0.2 is not 0.3, and sums drift.',
    cure: 'Take a decimal: { "type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2 }.',
    bad: field('"name": "total", "type": "double"'),
    good: decimal(12),
  },
  {
    id: 'LINT_NAMESPACE_MISSING',
    what: 'A type has no namespace.',
    why: 'Two teams that call something Address would have one name for both, and a namespace that comes later is another name.',
    cure: 'Add "namespace", such as "shop.orders".',
    bad: schema('{ "type": "record", "name": "OrderPlaced", "fields": [] }'),
    good: schema('{ "type": "record", "name": "OrderPlaced", "namespace": "shop.orders", "fields": [] }'),
  },
  {
    id: 'LINT_NAMING',
    what: 'A type is not in PascalCase, a field not in camelCase, or a symbol not in UPPER_CASE.',
    why: 'Names are in the code of everybody; of two ways to write them one is always the wrong one.',
    cure: 'Rename it in a new version, with an alias of the old name; or ignore it with the reason.',
    bad: field('"name": "order_id", "type": "string"'),
    good: field('"name": "orderId", "type": "string"'),
  },
  {
    id: 'LINT_NULL_DEFAULT_MISSING',
    what: 'A field may be null and has no default.',
    why: 'Data that lack the field cannot be read, although null would do; and the field can never be removed.',
    cure: 'Add "default": null; `eventwright lint --fix` does.',
    bad: field('"name": "note", "type": ["null", "string"]'),
    good: field('"name": "note", "type": ["null", "string"], "default": null'),
  },
  {
    id: 'LINT_NULL_FIRST',
    what: 'A union does not have "null" first, and no default of another type.',
    why: 'Before Avro 1.12 a default has to be of the first branch, so null could not be the default.',
    cure: 'Put "null" first; `eventwright lint --fix` does.',
    bad: field('"name": "note", "type": ["string", "null"]'),
    good: field('"name": "note", "type": ["null", "string"], "default": null'),
  },
  {
    id: 'LINT_OWNER_MISSING',
    what: 'An application or a channel does not say whose it is.',
    why: 'Who is hit by a change, or finds nonsense in a topic, has to know whom to ask; reports name the owner.',
    cure: 'Add `x-owner` to `info`, and to the channel: the name of a team.',
    bad: part('info: { title: Orders, version: 1.0.0 }'),
    good: together(
      part('info: { title: Orders, version: 1.0.0, x-owner: shop-team }'),
      channel('address: shop.orders\nx-owner: shop-team'),
    ),
  },
  {
    id: 'LINT_PII_UNTAGGED',
    what: 'A field is called as what tells about a person, and does not say whether it does.',
    why: 'Who masks, encrypts or deletes personal data goes by the tag; what lacks it is copied everywhere.',
    cure: 'Add "x-pii": true to the field, or false if it is about nobody.',
    bad: email,
    good: emailTagged,
  },
  {
    id: 'LINT_TIMESTAMP_AS_LONG',
    what: 'A field is called as a time and is a bare number.',
    why: 'Seconds or milliseconds, and since when? Every reader guesses, and one guesses wrong.',
    cure: 'Add a logical type, such as "timestamp-millis".',
    bad: placedAt('"long"'),
    good: placedAt('{ "type": "long", "logicalType": "timestamp-millis" }'),
  },
  {
    id: 'LINT_TIMESTAMP_AS_TEXT',
    what: 'A field is called as a time and is text.',
    why: 'Any text would do: with a zone or without, day or month first. Nobody finds out before it cannot be read.',
    cure: 'Take "timestamp-millis" of a long, or "date" of an int.',
    bad: placedAt('"string"'),
    good: placedAt('{ "type": "long", "logicalType": "timestamp-millis" }'),
  },
];
