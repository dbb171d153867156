import type { RecordSchema, Schema } from '@eventwright/avro';
import { isObject } from './own-property.ts';
import { recordWriter } from './record-writer.ts';
import { scalarOf } from './scalar.ts';
import type { UnionWires } from './twin-schema.ts';
import { unionWriter } from './union-writer.ts';
import { addMismatch, addProblem, type ValueProblems } from './value-problems.ts';
import type { ValueWriter } from './value-writer.ts';
import type { Wire } from './wire.ts';

/** Compiles the schema once; values then take no work that depends on the schema alone. */
export function compileWriter(schema: Schema, unions: UnionWires): ValueWriter {
  const records = new Map<RecordSchema, ValueWriter>();
  const writerOf = (part: Schema): ValueWriter => {
    switch (part.kind) {
      case 'array':
        return arrayWriter(writerOf(part.items));
      case 'map':
        return mapWriter(writerOf(part.values));
      case 'union':
        return unionWriter(part, part.branches.map(writerOf), unions);
      case 'record': {
        const known = records.get(part);
        if (known !== undefined) return known;
        const { writer, complete } = recordWriter(part, unions);
        // Known before its fields are: they may hold the record itself.
        records.set(part, writer);
        complete(part.fields.map(({ type }) => writerOf(type)));
        return writer;
      }
      default:
        return scalarWriter(part);
    }
  };
  return writerOf(schema);
}

function scalarWriter(schema: Parameters<typeof scalarOf>[0]): ValueWriter {
  const { expected, toWire } = scalarOf(schema);
  return {
    expected,
    accepts: (value) => toWire(value) !== undefined,
    write: (value, problems) => {
      const wire = toWire(value);
      if (wire !== undefined) return wire;
      addMismatch(problems, expected, value);
      return null;
    },
  };
}

function arrayWriter(item: ValueWriter): ValueWriter {
  const expected = 'an array';
  return {
    expected,
    accepts: Array.isArray,
    write: (value, problems) => {
      if (Array.isArray(value)) return writeItems(value, item, problems);
      addMismatch(problems, expected, value);
      return null;
    },
  };
}

function writeItems(values: readonly unknown[], item: ValueWriter, problems: ValueProblems): Wire {
  return Array.from(values, (value, index) => {
    problems.path.push(index);
    const wire = item.write(value, problems);
    problems.path.pop();
    return wire;
  });
}

function mapWriter(item: ValueWriter): ValueWriter {
  const expected = 'an object, for a map';
  return {
    expected,
    accepts: isObject,
    write: (value, problems) => {
      if (isObject(value)) return writeEntries(value, item, problems);
      addMismatch(problems, expected, value);
      return null;
    },
  };
}

function writeEntries(map: Readonly<Record<string, unknown>>, item: ValueWriter, problems: ValueProblems): Wire {
  return Object.keys(map).map((key) => {
    if (!key.isWellFormed()) addProblem(problems, `the key ${JSON.stringify(key)} is no well-formed Unicode`);
    problems.path.push(key);
    const value = item.write(map[key], problems);
    problems.path.pop();
    return { key, value };
  });
}
