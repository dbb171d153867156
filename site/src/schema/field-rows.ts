import {
  type Deprecation,
  deprecationIn,
  type Field,
  type JsonObject,
  type RecordSchema,
  type Schema,
} from '@eventwright/avro';
import { type TypeText, typeTextOf } from './type-text.ts';

/** A field at any depth of a schema, as a row of a table. */
export interface FieldRow {
  /** Names with dots between them, arrays and maps passed over: `lines.unitPrice`. */
  readonly path: string;
  /** Names of the way, so deep does the row stand. */
  readonly depth: number;
  readonly type: TypeText;
  readonly field: Field;
  /** The record that the field is defined in. */
  readonly record: string;
  /** Whether the value may be null. */
  readonly nullable: boolean;
  /** `true` where the field, or the type of its values, is marked as personal data. */
  readonly pii: boolean;
  readonly deprecated: Deprecation | undefined;
  /** A record that stands above and is not told again. */
  readonly recursive: boolean;
}

/**
 * All fields of a schema, in their order, those of the records inside of a field after it. A record that contains itself is
 * told once.
 */
export function fieldRows(schema: Schema): readonly FieldRow[] {
  const known = rowsOf.get(schema);
  if (known !== undefined) return known;
  const rows: FieldRow[] = [];
  collect(schema, { names: [], above: [], rows });
  rowsOf.set(schema, rows);
  return rows;
}

/** Many pages tell of one schema. */
const rowsOf = new WeakMap<Schema, readonly FieldRow[]>();

interface Way {
  readonly names: readonly string[];
  /** The records that this one is inside of. */
  readonly above: readonly Schema[];
  readonly rows: FieldRow[];
}

function collect(schema: Schema, way: Way): void {
  for (const record of recordsIn(schema)) {
    if (way.above.includes(record)) continue;
    const above = [...way.above, record];
    for (const field of record.fields) {
      const names = [...way.names, field.name];
      const inner = recordsIn(field.type);
      way.rows.push({
        path: names.join('.'),
        depth: names.length,
        type: typeTextOf(field.type),
        field,
        record: record.name,
        nullable: isNullable(field.type),
        pii: isPersonal(field),
        deprecated: deprecationIn(field.properties),
        recursive: inner.some((one) => above.includes(one)),
      });
      collect(field.type, { names, above, rows: way.rows });
    }
  }
}

/** The records that a value of the schema has directly, through arrays, maps and unions. */
function recordsIn(schema: Schema): readonly RecordSchema[] {
  switch (schema.kind) {
    case 'record':
      return [schema];
    case 'array':
      return recordsIn(schema.items);
    case 'map':
      return recordsIn(schema.values);
    case 'union':
      return schema.branches.flatMap(recordsIn);
    default:
      return [];
  }
}

const isNullable = (schema: Schema): boolean =>
  schema.kind === 'union' ? schema.branches.some(isNullable) : schema.kind === 'primitive' && schema.type === 'null';

/** The mark stands on the field, or on the type of its values. */
function isPersonal({ properties, type }: Field): boolean {
  const marks = [properties, ...propertiesOf(type)].filter((one) => Object.hasOwn(one, 'x-pii'));
  return marks.some((one) => one['x-pii'] !== false && one['x-pii'] !== null);
}

function propertiesOf(schema: Schema): readonly JsonObject[] {
  switch (schema.kind) {
    case 'array':
      return [schema.properties, ...propertiesOf(schema.items)];
    case 'map':
      return [schema.properties, ...propertiesOf(schema.values)];
    case 'union':
      return schema.branches.flatMap(propertiesOf);
    default:
      return [schema.properties];
  }
}
