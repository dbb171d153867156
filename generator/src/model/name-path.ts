import type { Field, Schema } from '@eventwright/avro';

/**
 * The names of fields on the way to a place of a schema, `lines.unitPrice` for `/fields/3/type/items/fields/0`: arrays,
 * maps and unions have none. Empty for the root, and where the place is no part of the schema.
 */
export function namePath(schema: Schema, location: string): string {
  const names: string[] = [];
  let here: Schema | undefined = schema;
  const tokens = location.split('/').filter((token) => token !== '');
  for (let index = 0; index < tokens.length && here !== undefined; index += 1) {
    const token = tokens[index] ?? '';
    switch (here.kind) {
      case 'record': {
        if (token !== 'fields') return names.join('.');
        const field: Field | undefined = here.fields[Number(tokens[index + 1])];
        if (field === undefined) return names.join('.');
        names.push(field.name);
        here = field.type;
        // The field's number, and `type` where the place goes further in.
        index += tokens[index + 2] === 'type' ? 2 : tokens.length;
        break;
      }
      case 'array':
        here = token === 'items' ? here.items : undefined;
        break;
      case 'map':
        here = token === 'values' ? here.values : undefined;
        break;
      case 'union':
        here = here.branches[Number(token)];
        break;
      default:
        here = undefined;
    }
  }
  return names.join('.');
}
