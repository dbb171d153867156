import { didYouMean, type Field, type RecordSchema } from '@eventwright/avro';
import { defaultWire } from './default-wire.ts';
import { getOwn, isObject } from './own-property.ts';
import { twinField, type UnionWires } from './twin-schema.ts';
import { typeTag } from './union-shape.ts';
import { addMismatch, addProblem, type ValueProblems } from './value-problems.ts';
import type { ValueWriter } from './value-writer.ts';
import type { Wire } from './wire.ts';

interface FieldWriter {
  readonly name: string;
  readonly twinName: string;
  readonly writer: ValueWriter;
  /** The wire value of the default, undefined where there is none. */
  fallback(): Wire | undefined;
}

/** A writer that works once `complete` has been given the writers of the fields, in their order. */
export function recordWriter(
  schema: RecordSchema,
  unions: UnionWires,
): { writer: ValueWriter; complete(fields: readonly ValueWriter[]): void } {
  const fields: FieldWriter[] = [];
  const expected = `an object, for ${schema.name}`;
  const write = (value: unknown, problems: ValueProblems): Wire => {
    if (isObject(value)) return writeFields(value, { schema, fields }, problems);
    addMismatch(problems, expected, value);
    return null;
  };
  return {
    writer: { expected, accepts: isObject, write },
    complete: (writers) => {
      for (const [index, writer] of writers.entries()) {
        const field = schema.fields[index];
        if (field === undefined) continue;
        fields.push({ name: field.name, twinName: twinField(index), writer, fallback: lazyDefault(field, unions) });
      }
    },
  };
}

/** Worked out when it is first needed: a default may contain the record whose field it belongs to. */
function lazyDefault({ type, default: written }: Field, unions: UnionWires): () => Wire | undefined {
  if (written === undefined) return () => undefined;
  let wire: Wire | undefined;
  return () => {
    wire ??= defaultWire(type, written.value, unions);
    return wire;
  };
}

function writeFields(
  value: Readonly<Record<string, unknown>>,
  { schema, fields }: { schema: RecordSchema; fields: readonly FieldWriter[] },
  problems: ValueProblems,
): Wire {
  const record: Record<string, Wire> = {};
  let given = 0;
  for (const field of fields) {
    const own = Object.hasOwn(value, field.name);
    if (own) given += 1;
    record[field.twinName] = writeField(own ? value[field.name] : undefined, field, problems);
  }
  if (Object.keys(value).length > given) checkOthers(value, schema, problems);
  return record;
}

function writeField(value: unknown, { name, writer, fallback }: FieldWriter, problems: ValueProblems): Wire {
  const wire = value === undefined ? fallback() : undefined;
  if (wire !== undefined) return wire;
  problems.path.push(name);
  const written = writer.write(value, problems);
  problems.path.pop();
  return written;
}

/** Properties that are no fields: `$type` has to name the record, others are mistakes. */
function checkOthers(value: Readonly<Record<string, unknown>>, schema: RecordSchema, problems: ValueProblems): void {
  const names = schema.fields.map(({ name }) => name);
  for (const key of Object.keys(value)) {
    if (names.includes(key)) continue;
    problems.path.push(key);
    const tag = key === typeTag ? getOwn(value, key) : undefined;
    if (key !== typeTag) addProblem(problems, unknownField(key, schema, names));
    else if (tag !== schema.name) addMismatch(problems, JSON.stringify(schema.name), tag);
    problems.path.pop();
  }
}

function unknownField(key: string, schema: RecordSchema, names: readonly string[]): string {
  const nearest = didYouMean(key, names);
  return `${schema.name} has no such field${nearest === undefined ? '' : `, did you mean ${nearest}?`}`;
}
