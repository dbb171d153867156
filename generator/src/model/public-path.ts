import type { Field, JsonObject, RecordSchema, Schema } from '@eventwright/avro';

/** Where a path of `x-public` leads. */
export type PublicPath =
  /** The fields there: several where records of a union have one of that name. */
  | { readonly kind: 'fields'; readonly fields: readonly Field[] }
  /** Something on the way, or at its end, is personal data. */
  | { readonly kind: 'personal'; readonly name: string }
  | { readonly kind: 'unknown'; readonly name: string; readonly known: readonly string[] };

/** Follows the names from record to record, through lists, maps and unions. */
export function publicPath(payload: Schema, path: string): PublicPath {
  let fields: readonly Field[] = [];
  let schemas: readonly Schema[] = [payload];
  for (const name of path.split('.')) {
    const records = schemas.flatMap(recordsIn);
    fields = records.flatMap((record) => record.fields.filter((field) => field.name === name));
    if (fields.length === 0) {
      return { kind: 'unknown', name, known: records.flatMap((record) => record.fields.map((field) => field.name)) };
    }
    if (fields.some((field) => isTagged(field.properties) || isPersonal(field.type))) return { kind: 'personal', name };
    schemas = fields.map(({ type }) => type);
  }
  return { kind: 'fields', fields };
}

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

/** A type that says so itself. Of a record that is only full of personal data, the rest may be shown. */
function isPersonal(schema: Schema): boolean {
  if (isTagged(schema.properties)) return true;
  if (schema.kind === 'array') return isPersonal(schema.items);
  if (schema.kind === 'map') return isPersonal(schema.values);
  return schema.kind === 'union' && schema.branches.some(isPersonal);
}

/** Anything but a clear no counts as yes. */
const isTagged = (properties: JsonObject): boolean =>
  Object.hasOwn(properties, 'x-pii') && properties['x-pii'] !== false;
