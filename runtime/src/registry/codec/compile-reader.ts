import type { Field, JsonValue, RecordSchema, Schema, UnionSchema } from '@eventwright/avro';
import { matchingBranch, namesMatch } from './branch-match.ts';
import { defaultWire } from './default-wire.ts';
import { isObject, setOwn } from './own-property.ts';
import { scalarReader } from './scalar-reader.ts';
import { twinField, twinOf, type UnionWires } from './twin-schema.ts';
import { hasTaggedRecords, typeTag } from './union-shape.ts';
import { readAt, refuse, type ValueReader } from './value-reader.ts';
import { wireField, wireList, wireRecord, wireText } from './wire.ts';

interface Compiling {
  /** Of the writer's twin. */
  readonly unions: UnionWires;
  /** By writer, then reader: recursive types meet themselves. */
  readonly records: Map<RecordSchema, Map<RecordSchema, ValueReader>>;
}

/**
 * Compiles how data of the writer's schema is read as the reader's, by Avro's schema resolution: fields by name or
 * alias, defaults for what was not written, promotions, enum defaults. Never throws: a reader that cannot work says so
 * when it is used.
 */
export function compileReader(writer: Schema, reader: Schema, unions: UnionWires): ValueReader {
  return readerOf(writer, reader, { unions, records: new Map() });
}

function readerOf(writer: Schema, reader: Schema, compiling: Compiling): ValueReader {
  if (writer.kind === 'union') return writtenUnionReader(writer, reader, compiling);
  if (reader.kind === 'union') return unionReader(writer, reader, compiling);
  if (writer.kind === 'record' && reader.kind === 'record') return recordReader(writer, reader, compiling);
  if (writer.kind === 'array' && reader.kind === 'array')
    return arrayReader(readerOf(writer.items, reader.items, compiling));
  if (writer.kind === 'map' && reader.kind === 'map')
    return mapReader(readerOf(writer.values, reader.values, compiling));
  const scalar = isScalar(writer) && isScalar(reader) ? scalarReader(writer, reader) : undefined;
  return scalar ?? refuse(`${typeName(writer)} was written where ${typeName(reader)} is expected`);
}

function isScalar(schema: Schema): schema is Extract<Schema, { kind: 'primitive' | 'fixed' | 'enum' }> {
  return schema.kind === 'primitive' || schema.kind === 'fixed' || schema.kind === 'enum';
}

function typeName(schema: Schema): string {
  if (schema.kind === 'primitive') return schema.type;
  return 'name' in schema ? `${schema.kind} ${schema.name}` : schema.kind;
}

function writtenUnionReader(writer: UnionSchema, reader: Schema, compiling: Compiling): ValueReader {
  const union = compiling.unions.get(writer);
  const readers = writer.branches.map((branch) => readerOf(branch, reader, compiling));
  return (wire) => {
    const branch = union === undefined ? undefined : readers[union.branchOf(wire)];
    if (union === undefined || branch === undefined)
      throw new TypeError('The wire value has no branch: a bug in the codec.');
    return branch(union.contentOf(wire));
  };
}

function unionReader(writer: Schema, reader: UnionSchema, compiling: Compiling): ValueReader {
  const branch = reader.branches[matchingBranch(writer, reader.branches)];
  if (branch === undefined) {
    return refuse(
      `${typeName(writer)} was written where one of ${reader.branches.map(typeName).join(', ')} is expected`,
    );
  }
  const read = readerOf(writer, branch, compiling);
  if (branch.kind !== 'record' || !hasTaggedRecords(reader)) return read;
  return (wire) => tagged(branch.name, read(wire));
}

function tagged(name: string, record: unknown): unknown {
  return isObject(record) ? { [typeTag]: name, ...record } : record;
}

function arrayReader(item: ValueReader): ValueReader {
  return (wire) => wireList(wire).map((part, index) => readAt(`[${index}]`, item, part));
}

function mapReader(value: ValueReader): ValueReader {
  return (wire) => {
    const map: Record<string, unknown> = {};
    for (const part of wireList(wire)) {
      const entry = wireRecord(part);
      const key = wireText(entry['key']);
      setOwn(map, key, readAt(`[${JSON.stringify(key)}]`, value, wireField(entry, 'value')));
    }
    return map;
  };
}

function recordReader(writer: RecordSchema, reader: RecordSchema, compiling: Compiling): ValueReader {
  if (!namesMatch(writer, reader)) return refuse(`${writer.name} was written where ${reader.name} is expected`);
  const known = compiling.records.get(writer)?.get(reader);
  if (known !== undefined) return known;
  const fields: FieldReader[] = [];
  const read: ValueReader = (wire) => {
    const record = wireRecord(wire);
    const value: Record<string, unknown> = {};
    for (const field of fields) setOwn(value, field.name, readAt(field.step, field.read, record));
    return value;
  };
  // Known before its fields are: they may hold the record itself.
  const ofWriter = compiling.records.get(writer) ?? new Map<RecordSchema, ValueReader>();
  compiling.records.set(writer, ofWriter.set(reader, read));
  for (const field of reader.fields) {
    fields.push({ name: field.name, step: `.${field.name}`, read: fieldReader(field, writer, compiling) });
  }
  return read;
}

interface FieldReader {
  readonly name: string;
  /** As paths show it. */
  readonly step: string;
  /** Reads the field from the wire value of the whole record. */
  readonly read: ValueReader;
}

function fieldReader(field: Field, writer: RecordSchema, compiling: Compiling): ValueReader {
  const index = writtenField(field, writer);
  const written = writer.fields[index];
  if (written === undefined) return defaultReader(field, writer);
  const read = readerOf(written.type, field.type, compiling);
  return (record) => read(wireField(wireRecord(record), twinField(index)));
}

/** The field's own name counts before its aliases; -1 where nothing of it was written. */
function writtenField({ name, aliases }: Field, { fields }: RecordSchema): number {
  const byName = fields.findIndex((field) => field.name === name);
  return byName >= 0 ? byName : fields.findIndex((field) => aliases.includes(field.name));
}

/** Reads the default anew for each value, so that nobody changes that of another; compiled when it is first needed. */
function defaultReader({ type, default: written }: Field, writer: RecordSchema): ValueReader {
  if (written === undefined) return refuse(`${writer.name} was written without it, and it has no default`);
  let read: ValueReader | undefined;
  return () => {
    read ??= compileDefault(type, written.value);
    return read(null);
  };
}

function compileDefault(type: Schema, json: JsonValue): ValueReader {
  const { unions } = twinOf(type);
  const wire = defaultWire(type, json, unions);
  const read = compileReader(type, type, unions);
  return wire === undefined ? refuse('its default does not fit its type') : () => read(wire);
}
