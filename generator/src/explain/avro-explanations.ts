import { described, type Explanation, schema, whole } from './explanation.ts';

const record = (fields: string): string =>
  `{ "type": "record", "name": "OrderPlaced", "namespace": "shop.orders", "fields": [\n  ${fields}\n] }`;

const line = '{ "name": "first", "type": { "type": "fixed", "name": "Line", "size": 8 } }';

const small = (name: string, field: string): string =>
  `{ "type": "record", "name": "${name}", "namespace": "shop", "fields": [${field}] }`;
const fixed = (size: number): string => `{ "name": "l", "type": { "type": "fixed", "name": "Line", "size": ${size} } }`;

/** Of the problems of `@eventwright/avro`. An error makes the schema unusable; a warning is what Avro ignores in silence. */
export const avroExplanations: readonly Explanation[] = [
  {
    id: 'AVRO_ATTRIBUTE_IGNORED',
    what: 'An attribute stands where Avro ignores it, or a default has a field that its record does not have.',
    why: 'Avro takes unknown attributes for notes. Whoever wrote it believes in something that no program does.',
    cure: 'Move it to where it counts, or remove it.',
    bad: schema(record(`${line},\n  { "name": "last", "type": { "type": "Line", "doc": "The last one." } }`)),
    good: schema(record(`${line},\n  { "name": "last", "type": "Line", "doc": "The last one." }`)),
  },
  {
    id: 'AVRO_ATTRIBUTE_INVALID',
    what: 'An attribute such as `aliases` or `order` has a value that it cannot have.',
    why: 'Avro libraries differ in what they make of it: some refuse the schema, others drop the attribute.',
    cure: 'Write what the message asks for.',
    bad: schema(record('{ "name": "orderId", "type": "string", "aliases": "id" }')),
    good: schema(record('{ "name": "orderId", "type": "string", "aliases": ["id"] }')),
  },
  {
    id: 'AVRO_DEFAULT_INVALID',
    what: "A default is no value of its field's type.",
    why: 'A default is what a reader puts in for events that were written before the field existed. A wrong one makes all of these unreadable, and nobody notices before such an event arrives.',
    cure: 'Write the default in the type of the field, a default of a record with all its fields.',
    bad: schema(record('{ "name": "lines", "type": "int", "default": "0" }')),
    good: schema(record('{ "name": "lines", "type": "int", "default": 0 }')),
  },
  {
    id: 'AVRO_DEFAULT_NOT_FIRST',
    what: 'The default is not of the first type of the union, which Avro before 1.12 and `avsc` refuse.',
    why: 'A consumer in another language, with an older library, could not load the schema at all.',
    cure: 'Put the type of the default first: `["null", "string"]` for `null`.',
    bad: schema(record('{ "name": "note", "type": ["string", "null"], "default": null }')),
    good: schema(record('{ "name": "note", "type": ["null", "string"], "default": null }')),
  },
  {
    id: 'AVRO_ENUM_INVALID',
    what: 'An enum has no symbols, one twice, or a default that is none of them.',
    why: 'On the wire a symbol is its position in the list, so the list must be one.',
    cure: 'Correct the list.',
    bad: schema(record('{ "name": "way", "type": { "type": "enum", "name": "Way", "symbols": ["CARD", "CARD"] } }')),
    good: schema(record('{ "name": "way", "type": { "type": "enum", "name": "Way", "symbols": ["CARD", "CASH"] } }')),
  },
  {
    id: 'AVRO_FIELD_DUPLICATE',
    what: 'A record has two fields of one name.',
    why: 'A value could say only one of them, while the wire has both.',
    cure: 'Rename or remove one.',
    bad: schema(record('{ "name": "id", "type": "string" },\n  { "name": "id", "type": "long" }')),
    good: schema(record('{ "name": "id", "type": "string" },\n  { "name": "number", "type": "long" }')),
  },
  {
    id: 'AVRO_FIXED_INVALID',
    what: 'A fixed has no proper size.',
    why: 'The wire does not say how many bytes follow; only the schema does.',
    cure: 'Write `"size"`: the number of bytes.',
    bad: schema(record('{ "name": "hash", "type": { "type": "fixed", "name": "Hash", "size": "32" } }')),
    good: schema(record('{ "name": "hash", "type": { "type": "fixed", "name": "Hash", "size": 32 } }')),
  },
  {
    id: 'AVRO_JSON_INVALID',
    what: 'The file is not JSON, or an object has a key twice.',
    why: 'Of a key that stands twice most parsers keep the last and forget the other without a word.',
    cure: 'Correct the text at the place shown.',
    bad: schema(record('{ "name": "orderId", "type": "string" },')),
    good: schema(record('{ "name": "orderId", "type": "string" }')),
  },
  {
    id: 'AVRO_LOGICAL_TYPE_INVALID',
    what: 'A logical type does not fit its type, is misspelt, or stands on the field instead of in the type; Avro ignores it.',
    why: 'The field would silently be the bare number or bytes underneath, in every language.',
    cure: 'Put it where it fits: `"type": { "type": "long", "logicalType": "timestamp-millis" }`.',
    bad: schema(record('{ "name": "at", "type": "long", "logicalType": "timestamp-millis" }')),
    good: schema(record('{ "name": "at", "type": { "type": "long", "logicalType": "timestamp-millis" } }')),
  },
  {
    id: 'AVRO_NAME_AMBIGUOUS',
    what: 'A type without a namespace is used inside one, and not every Avro library finds it.',
    why: 'A name without dots means one of the namespace around it. Some libraries look outside as well, others fail.',
    cure: 'Give the type a namespace.',
    bad: whole({
      'asyncapi/money.v1.avsc':
        '{ "type": "record", "name": "Money", "fields": [{ "name": "cents", "type": "long" }] }',
      'asyncapi/order-placed.v1.avsc': record('{ "name": "total", "type": "Money" }'),
    }),
    good: whole({
      'asyncapi/money.v1.avsc':
        '{ "type": "record", "name": "Money", "namespace": "shop", "fields": [{ "name": "cents", "type": "long" }] }',
      'asyncapi/order-placed.v1.avsc': record('{ "name": "total", "type": "shop.Money" }'),
    }),
  },
  {
    id: 'AVRO_NAME_CONFLICT',
    what: 'A schema uses two definitions of one name, as of two versions, over the files that it draws in.',
    why: 'What is sent to a registry is one schema with everything in it, and there a name can be defined once.',
    cure: 'Let all files refer to the same one, or rename one.',
    bad: whole({
      'asyncapi/placed.v1.avsc': small('Placed', `${fixed(8)}, { "name": "b", "type": "shop.Basket" }`),
      'asyncapi/placed.v2.avsc': small('Placed', fixed(16)),
      'asyncapi/basket.v1.avsc': small('Basket', '{ "name": "l", "type": "shop.Line" }'),
    }),
    good: whole({
      'asyncapi/placed.v1.avsc': small('Placed', `${fixed(8)}, { "name": "b", "type": "shop.Basket" }`),
      'asyncapi/basket.v1.avsc': small('Basket', '{ "name": "l", "type": "shop.Line" }'),
    }),
  },
  {
    id: 'AVRO_NAME_DUPLICATE',
    what: 'A type is defined twice.',
    why: 'Nobody could tell which of the two a name means; Avro libraries take the first, the last, or fail.',
    cure: 'Keep one and refer to it by its full name; versions of a schema are files `name.v1.avsc`, `name.v2.avsc`.',
    bad: whole({
      'asyncapi/money.v1.avsc': '{ "type": "fixed", "name": "Money", "namespace": "shop", "size": 8 }',
      'asyncapi/price.v1.avsc': '{ "type": "fixed", "name": "Money", "namespace": "shop", "size": 16 }',
    }),
    good: whole({
      'asyncapi/money.v1.avsc': '{ "type": "fixed", "name": "Money", "namespace": "shop", "size": 8 }',
      'asyncapi/money.v2.avsc': '{ "type": "fixed", "name": "Money", "namespace": "shop", "size": 16 }',
    }),
  },
  {
    id: 'AVRO_NAME_INVALID',
    what: 'A name is missing, is that of a primitive type, or has characters that Avro does not allow.',
    why: 'Names become names in programs of many languages; that is why Avro allows so few characters.',
    cure: 'Start with a letter or underscore, go on with letters, digits and underscores.',
    bad: schema(record('{ "name": "order-id", "type": "string" }')),
    good: schema(record('{ "name": "orderId", "type": "string" }')),
  },
  {
    id: 'AVRO_NAME_UNRESOLVED',
    what: 'No schema file defines the type.',
    why: 'The official AsyncAPI tools pass it without a word; the first event sent would fail instead.',
    cure: 'Correct the name (the message suggests one), write the full name, or add the file.',
    bad: schema(record('{ "name": "orderId", "type": "strnig" }')),
    good: schema(record('{ "name": "orderId", "type": "string" }')),
  },
  {
    id: 'AVRO_TOO_DEEP',
    what: 'The schema is nested deeper than tools can bear.',
    why: 'Parsers, generators and editors recurse into a schema, and one of them would end with its stack exhausted.',
    cure: 'Give inner types a name and definition of their own.',
    bad: described('{ "type": "array", "items": { "type": "array", "items": … more than 800 times'),
    good: schema(record('{ "name": "x", "type": { "type": "array", "items": "int" } }')),
  },
  {
    id: 'AVRO_TYPE_INVALID',
    what: 'There is no type where one must be, or it is no type.',
    why: 'Without a type nobody knows which bytes to write.',
    cure: 'Write the name of a type, an object, or an array for a union.',
    bad: schema(record('{ "name": "orderId" }')),
    good: schema(record('{ "name": "orderId", "type": "string" }')),
  },
  {
    id: 'AVRO_UNION_INVALID',
    what: 'A union holds another union, or one type twice.',
    why: 'The wire says which type of the union follows by its position, and a value must fit exactly one.',
    cure: 'List each type once and directly; only records, enums and fixed of different names may be there several times.',
    bad: schema(record('{ "name": "note", "type": ["null", "string", "string"] }')),
    good: schema(record('{ "name": "note", "type": ["null", "string"] }')),
  },
];
