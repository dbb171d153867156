import { added, change, type Example, type Explanation, removed, together } from './explanation.ts';

const placed = 'asyncapi/schemas/order-placed.v1.avsc';
const cancelled = 'asyncapi/schemas/order-cancelled.v1.avsc';

const inPlaced = (before: string, after: string): Example => change(placed, before, after);
const inCancelled = (before: string, after: string): Example => change(cancelled, before, after);

/** A field of another name beside the one that stays. */
const beside = (file: string, field: string): Example =>
  change(
    file,
    '{ "name": "orderId", "type": "string" },',
    `{ "name": "orderId", "type": "string" },\n{ ${field}, "default": null },`,
  );

const lines = '{ "name": "lines", "type": "int"';

/** Of changes of Avro schemas: what breaks the level, what Avro's rule overlooks, and what was released. */
export const schemaChangeExplanations: readonly Explanation[] = [
  {
    id: 'SCHEMA_ALIAS_REMOVED',
    what: 'A type or field gave up an alias.',
    why: 'What was written under that name cannot be read any more, and stays in the topic for as long as it is kept.',
    cure: 'Keep the alias for as long as such data are kept.',
    bad: inCancelled(', "aliases": ["count"]', ''),
    good: inCancelled('"aliases": ["count"]', '"aliases": ["count", "number"]'),
  },
  {
    id: 'SCHEMA_DECIMAL_PRECISION_NARROWED',
    what: 'A decimal has fewer digits than before.',
    why: 'Values of more digits were written, and cannot be read any more.',
    cure: 'Keep the precision.',
    bad: inPlaced('"precision": 9', '"precision": 7'),
    good: beside(
      placed,
      '"name": "rounded", "type": ["null", { "type": "bytes", "logicalType": "decimal", "precision": 7, "scale": 2 }]',
    ),
  },
  {
    id: 'SCHEMA_DECIMAL_PRECISION_WIDENED',
    what: 'A decimal has more digits than before.',
    why: 'Readers of before cannot read values of more digits than theirs.',
    cure: 'Move every reader first, or add a field with more digits beside it.',
    bad: inPlaced('"precision": 9', '"precision": 12'),
    good: beside(
      placed,
      '"name": "grandTotal", "type": ["null", { "type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2 }]',
    ),
  },
  {
    id: 'SCHEMA_DECIMAL_SCALE_CHANGED',
    what: 'A decimal has its point elsewhere.',
    why: 'Only the digits are on the wire: 12.50 is read as 1.250 and nobody notices.',
    cure: 'Keep the scale, or add a field with the new one beside it.',
    bad: inPlaced('"scale": 2', '"scale": 3'),
    good: beside(
      placed,
      '"name": "exactTotal", "type": ["null", { "type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 3 }]',
    ),
  },
  {
    id: 'SCHEMA_DEFAULT_CHANGED',
    what: 'A field has another default.',
    why: 'Data that lack the field mean something else from now on, although nobody wrote them anew.',
    cure: 'Keep the default, and let producers write the new value where it is meant.',
    bad: inCancelled('"default": 1', '"default": 2'),
    good: inCancelled('"default": 1', '"default": 1, "doc": "2 where it is a set."'),
  },
  {
    id: 'SCHEMA_ENUM_DEFAULT_CHANGED',
    what: 'An enum has another default.',
    why: 'Symbols that a reader does not know are taken for another symbol than before.',
    cure: 'Keep the default.',
    bad: inCancelled('"default": "UNKNOWN"', '"default": "CLERK"'),
    good: inCancelled('"default": "UNKNOWN"', '"default": "UNKNOWN", "doc": "Who did it."'),
  },
  {
    id: 'SCHEMA_ENUM_DEFAULT_MISSING',
    what: 'An enum has a new symbol, and its previous version had no default.',
    why: 'Readers that are not moved yet fail on the first event with the new symbol.',
    cure: 'Release a version with a default among the symbols first, and the new symbols once every reader has it.',
    bad: inPlaced('["EUR", "USD"]', '["EUR", "USD", "SEK"]'),
    good: inCancelled(
      '"symbols": ["UNKNOWN", "CUSTOMER", "CLERK"], "default": "UNKNOWN"',
      '"symbols": ["UNKNOWN", "CUSTOMER", "CLERK", "SYSTEM"], "default": "UNKNOWN"',
    ),
  },
  {
    id: 'SCHEMA_ENUM_DEFAULT_REMOVED',
    what: 'An enum lost its default.',
    why: 'Symbols that it does not know can no longer be read, and no symbol can be added safely.',
    cure: 'Keep the default.',
    bad: inCancelled('"CLERK"], "default": "UNKNOWN"', '"CLERK"]'),
    good: inCancelled('"default": "UNKNOWN"', '"default": "UNKNOWN", "doc": "Who did it."'),
  },
  {
    id: 'SCHEMA_ENUM_SYMBOLS_REORDERED',
    what: 'The symbols of an enum come in another order.',
    why: 'Data sort differently, and code that counts symbols means others.',
    cure: 'Keep the order, and add new symbols at the end.',
    bad: inPlaced('["EUR", "USD"]', '["USD", "EUR"]'),
    good: inCancelled(
      '"symbols": ["UNKNOWN", "CUSTOMER", "CLERK"], "default": "UNKNOWN"',
      '"symbols": ["UNKNOWN", "CUSTOMER", "CLERK", "ADMIN"], "default": "UNKNOWN"',
    ),
  },
  {
    id: 'SCHEMA_FIELD_RENAMED_WITHOUT_ALIAS',
    what: 'A field went, and one that reads its type came, in its place or of a similar name.',
    why: 'If that is a new name, values written under the old one are lost: readers get the default.',
    cure: 'Add the old name to `aliases` of the field.',
    bad: inPlaced('"name": "note"', '"name": "remark"'),
    good: inPlaced('"name": "note"', '"name": "remark", "aliases": ["note"]'),
  },
  {
    id: 'SCHEMA_FIXED_SIZE_MISMATCH',
    what: 'A fixed has another size.',
    why: 'Reader and writer disagree on where the next value begins.',
    cure: 'Keep the size, and add a field with a fixed of another name and the new size.',
    bad: inCancelled('"size": 16', '"size": 32'),
    good: beside(
      cancelled,
      '"name": "longChecksum", "type": ["null", { "type": "fixed", "name": "LongChecksum", "size": 32 }]',
    ),
  },
  {
    id: 'SCHEMA_LOCAL_TIME_CHANGED',
    what: 'An instant became a local time, or the other way round.',
    why: 'The number on the wire is the same, and means another moment wherever the zone is not UTC.',
    cure: 'Keep the type, or add a field with the other one beside it.',
    bad: inCancelled('timestamp-millis', 'local-timestamp-millis'),
    good: beside(
      cancelled,
      '"name": "localTime", "type": ["null", { "type": "long", "logicalType": "local-timestamp-millis" }]',
    ),
  },
  {
    id: 'SCHEMA_LOGICAL_TYPE_ADDED',
    what: 'A plain type got a logical type.',
    why: 'Values that were written before need not be of it: readers fail on them, or take them for something else.',
    cure: 'Keep the plain type, or add a field beside it.',
    bad: inPlaced(
      '"name": "orderId", "type": "string"',
      '"name": "orderId", "type": { "type": "string", "logicalType": "uuid" }',
    ),
    good: beside(placed, '"name": "uuid", "type": ["null", { "type": "string", "logicalType": "uuid" }]'),
  },
  {
    id: 'SCHEMA_LOGICAL_TYPE_CHANGED',
    what: 'A type has another logical type.',
    why: 'The same value on the wire means something else.',
    cure: 'Keep it, or add a field with the other one beside it.',
    bad: inCancelled('"date"', '"time-millis"'),
    good: beside(cancelled, '"name": "timeOfDay", "type": ["null", { "type": "int", "logicalType": "time-millis" }]'),
  },
  {
    id: 'SCHEMA_LOGICAL_TYPE_REMOVED',
    what: 'A type lost its logical type.',
    why: 'Readers get the bare value, and producers may write any.',
    cure: 'Keep it, or add a plain field beside it.',
    bad: inPlaced('{ "type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2 }', '"bytes"'),
    good: beside(placed, '"name": "rawTotal", "type": ["null", "bytes"]'),
  },
  {
    id: 'SCHEMA_LOSSY_PROMOTION',
    what: 'A type is read as another that Avro allows and that does not hold all of its values.',
    why: 'Whole numbers are rounded beyond 2^24 or 2^53, bytes that are not UTF-8 replaced.',
    cure: 'Keep the type, or add a field of the new one beside it.',
    bad: inCancelled(lines, lines.replace('int', 'float')),
    good: inCancelled(lines, lines.replace('int', 'long')),
  },
  {
    id: 'SCHEMA_MISSING_ENUM_SYMBOLS',
    what: "The reader's enum has neither a symbol of the writer's nor a default.",
    why: 'Data with that symbol cannot be read.',
    cure: 'Keep the symbol; or give the enum a default in one version, and change the symbols in the next.',
    bad: inPlaced('["EUR", "USD"]', '["EUR"]'),
    good: inCancelled(
      '"symbols": ["UNKNOWN", "CUSTOMER", "CLERK"], "default": "UNKNOWN"',
      '"symbols": ["UNKNOWN", "CUSTOMER"], "default": "UNKNOWN"',
    ),
  },
  {
    id: 'SCHEMA_MISSING_UNION_BRANCH',
    what: "No branch of the reader's union takes what the writer wrote.",
    why: 'Data of that branch cannot be read.',
    cure: 'Keep the branch. A new one readers get first, in a version that nobody writes yet.',
    bad: inCancelled('["null", "string", "int"]', '["null", "string"]'),
    good: inCancelled('["null", "string", "int"]', '["null", "string", "int", "boolean"]'),
  },
  {
    id: 'SCHEMA_NAME_MISMATCH',
    what: 'A type has another name than the one that it is to be read as.',
    why: 'Avro takes records, enums and fixed of different names for different things.',
    cure: 'Keep the name, or add the old full name to `aliases` of the type.',
    bad: inPlaced('"name": "Currency"', '"name": "CurrencyCode"'),
    good: inPlaced('"name": "Currency"', '"name": "CurrencyCode", "aliases": ["shop.Currency"]'),
  },
  {
    id: 'SCHEMA_NAMESPACE_CHANGED',
    what: 'A type inside a schema moved to another namespace, without an alias.',
    why: "Avro's rule compares short names, but `avsc` and others refuse what was written before.",
    cure: 'Keep the namespace, or add the old full name to `aliases` of the type.',
    bad: inCancelled('"namespace": "shop.web"', '"namespace": "shop.site"'),
    good: inCancelled('"namespace": "shop.web"', '"namespace": "shop.site", "aliases": ["shop.web.Origin"]'),
  },
  {
    id: 'SCHEMA_READER_FIELD_MISSING_DEFAULT_VALUE',
    what: 'The reader has a field that the writer does not write, and no default for it.',
    why: 'Data without the field cannot be read at all.',
    cure: 'Give the field a default, such as null in a union with "null" first. To get rid of a field, give it a default in one version and leave it out in the next.',
    bad: inPlaced('"default": null }', '"default": null },\n{ "name": "origin", "type": "string" }'),
    good: inPlaced('"default": null }', '"default": null },\n{ "name": "origin", "type": "string", "default": "web" }'),
  },
  {
    id: 'SCHEMA_RELEASED_CHANGED',
    what: 'A schema version that was released is not as it was released.',
    why: 'Others have it under its number, and data were written with it.',
    cure: 'Restore it, and start the next version by `eventwright new version`.',
    bad: inPlaced('["EUR", "USD"]', '["EUR", "USD", "SEK"]'),
    good: together(
      added(
        'asyncapi/schemas/asked.v2.avsc',
        '{ "type": "record", "name": "Asked", "namespace": "shop", "fields": [] }',
      ),
      change('asyncapi/channels/questions.yaml', 'asked.v1.avsc', 'asked.v2.avsc'),
    ),
  },
  {
    id: 'SCHEMA_RELEASED_REMOVED',
    what: 'A schema version that was released is not there any more.',
    why: 'Data were written with it, and readers have to be checked against it.',
    cure: 'Restore the file, and keep it.',
    bad: together(
      removed('asyncapi/schemas/asked.v1.avsc'),
      added(
        'asyncapi/schemas/asked.v2.avsc',
        '{ "type": "record", "name": "Asked", "namespace": "shop", "fields": [] }',
      ),
      change('asyncapi/channels/questions.yaml', 'asked.v1.avsc', 'asked.v2.avsc'),
    ),
    good: together(
      added(
        'asyncapi/schemas/asked.v2.avsc',
        '{ "type": "record", "name": "Asked", "namespace": "shop", "fields": [] }',
      ),
      change('asyncapi/channels/questions.yaml', 'asked.v1.avsc', 'asked.v2.avsc'),
    ),
  },
  {
    id: 'SCHEMA_RELEASED_SUPERSEDED',
    what: 'A newer version of a type takes the place of the older one in schemas that are released.',
    why: 'A schema that names the type takes the newest version of it: it changes although its own file does not.',
    cure: 'Give the schemas that use the type a new version of their own, or the new type a name of its own.',
    bad: added(
      'asyncapi/schemas/common/tag.v2.avsc',
      '{ "type": "enum", "name": "Tag", "namespace": "shop", "symbols": ["NEW", "OLD", "ODD"] }',
    ),
    good: added(
      'asyncapi/schemas/common/label.v1.avsc',
      '{ "type": "enum", "name": "Label", "namespace": "shop", "symbols": ["NEW", "OLD", "ODD"] }',
    ),
  },
  {
    id: 'SCHEMA_TIME_UNIT_CHANGED',
    what: 'A time is counted in another unit.',
    why: 'Only the number is on the wire: every moment is read a thousand times too early or too late.',
    cure: 'Keep the unit, or add a field with the other one beside it.',
    bad: inCancelled('timestamp-millis', 'timestamp-micros'),
    good: beside(
      cancelled,
      '"name": "exactTime", "type": ["null", { "type": "long", "logicalType": "timestamp-micros" }]',
    ),
  },
  {
    id: 'SCHEMA_TYPE_MISMATCH',
    what: 'A type cannot be read as another.',
    why: 'Data that were written with the one cannot be read with the other.',
    cure: 'Keep the type, and add a field of another name with the new type and a default. Avro widens only int, long, float and double, in this order, and string and bytes into each other.',
    bad: inPlaced('"name": "orderId", "type": "string"', '"name": "orderId", "type": "long"'),
    good: beside(placed, '"name": "number", "type": ["null", "long"]'),
  },
];
