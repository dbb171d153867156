import type { JsonValue, RecordSchema, Schema, UnionSchema } from '../src/index.ts';
import { isJsonArray, isJsonObject } from '../src/json/json-node.ts';

const promotions: Readonly<Record<string, string>> = {
  int: 'int long float double',
  long: 'long float double',
  float: 'float double',
  bytes: 'bytes string',
  string: 'string bytes',
};

/**
 * Schema resolution as the specification tells it, for one datum in Avro's JSON encoding: an oracle that knows nothing of
 * the checker. A union of the reader takes what any of its branches takes. Throws where the datum is none of the
 * writer's.
 */
export function canRead(reader: Schema, writer: Schema, datum: JsonValue): boolean {
  if (writer.kind === 'union') {
    const { branch, value } = memberOf(writer, datum);
    return canRead(reader, branch, value);
  }
  if (reader.kind === 'union') return reader.branches.some((branch) => canRead(branch, writer, datum));
  switch (writer.kind) {
    case 'record': {
      const values = objectOf(datum);
      const names = writer.fields.map(({ name }) => name);
      if (Object.keys(values).sort().join() !== names.sort().join()) throw new Error(`no ${writer.name}`);
      return isNamedAs(reader, writer) && reader.kind === 'record' && fieldsAreRead(reader, writer, values);
    }
    case 'enum':
      if (!writer.symbols.includes(String(datum))) throw new Error(`no ${writer.name}`);
      if (!isNamedAs(reader, writer) || reader.kind !== 'enum') return false;
      return reader.symbols.includes(String(datum)) || reader.default !== undefined;
    case 'fixed':
      if (String(datum).length !== writer.size) throw new Error(`no ${writer.name}`);
      return isNamedAs(reader, writer) && reader.kind === 'fixed' && reader.size === writer.size;
    case 'array': {
      if (!isJsonArray(datum)) throw new Error('no array');
      // An empty array shows nothing of its items, but it is an array.
      return reader.kind === 'array' && datum.every((item) => canRead(reader.items, writer.items, item));
    }
    case 'map':
      return (
        reader.kind === 'map' &&
        Object.values(objectOf(datum)).every((value) => canRead(reader.values, writer.values, value))
      );
    case 'primitive':
      return reader.kind === 'primitive' && (promotions[writer.type] ?? writer.type).split(' ').includes(reader.type);
  }
}

function fieldsAreRead(
  reader: RecordSchema,
  writer: RecordSchema,
  values: Readonly<Record<string, JsonValue>>,
): boolean {
  return reader.fields.every((field) => {
    const names = [field.name, ...field.aliases.filter((alias) => alias !== field.name)];
    const matches = writer.fields.filter(({ name }) => names.includes(name));
    const [match] = matches;
    if (match === undefined) return field.default !== undefined;
    return matches.length === 1 && canRead(field.type, match.type, values[match.name] ?? null);
  });
}

function isNamedAs(reader: Schema, writer: Schema): boolean {
  if (!('name' in reader && 'name' in writer)) return false;
  const [short, other] = [reader, writer].map(({ name }) => name.split('.').at(-1));
  return short === other || reader.aliases.includes(writer.name);
}

function memberOf({ branches }: UnionSchema, datum: JsonValue): { branch: Schema; value: JsonValue } {
  const [key, value] = datum === null ? ['null', null] : (Object.entries(objectOf(datum))[0] ?? ['', null]);
  const branch = branches.find(
    (one) => key === (one.kind === 'primitive' ? one.type : 'name' in one ? one.name : one.kind),
  );
  if (branch === undefined) throw new Error(`no branch ${key}`);
  return { branch, value };
}

function objectOf(datum: JsonValue): Readonly<Record<string, JsonValue>> {
  if (!isJsonObject(datum)) throw new Error('no object');
  return datum;
}
