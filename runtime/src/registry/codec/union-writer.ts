import type { UnionSchema } from '@eventwright/avro';
import { getOwn, isObject } from './own-property.ts';
import type { UnionWires } from './twin-schema.ts';
import { hasTaggedRecords, typeTag } from './union-shape.ts';
import { addMismatch, type ValueProblems } from './value-problems.ts';
import type { ValueWriter } from './value-writer.ts';
import type { Wire } from './wire.ts';

/**
 * Takes the first branch, in the order of the schema, that holds the value without loss; records that share the union
 * with other records or a map are told apart by `$type`.
 */
export function unionWriter(schema: UnionSchema, writers: readonly ValueWriter[], unions: UnionWires): ValueWriter {
  const expected =
    writers.length === 0 ? 'nothing: the union is empty' : writers.map((writer) => writer.expected).join(' or ');
  const union = unions.get(schema);
  const branches = writers.map((writer, index) => branchWriter(schema, index, writer));
  const chosen = (value: unknown): number => {
    const exact = branches.findIndex(({ holds }) => holds(value));
    return exact >= 0 ? exact : branches.findIndex(({ accepts }) => accepts(value));
  };
  const write = (value: unknown, problems: ValueProblems): Wire => {
    const index = chosen(value);
    const branch = branches[index];
    if (branch !== undefined && union !== undefined) return union.wrap(index, branch.writer.write(value, problems));
    if (hasTaggedRecords(schema) && isObject(value)) addTagMismatch(schema, value, problems);
    else addMismatch(problems, expected, value);
    return null;
  };
  return { expected, accepts: (value) => chosen(value) >= 0, write };
}

interface BranchWriter {
  readonly writer: ValueWriter;
  accepts(value: unknown): boolean;
  /** Accepts it and keeps it as it is, where another branch might. */
  holds(value: unknown): boolean;
}

function branchWriter(union: UnionSchema, index: number, writer: ValueWriter): BranchWriter {
  const accepts = acceptance(union, index, writer);
  const branch = union.branches[index];
  if (branch?.kind !== 'primitive') return { writer, accepts, holds: accepts };
  if (branch.type === 'float') return { writer, accepts, holds: (value) => isFloat(value) && accepts(value) };
  if (branch.type === 'int' || branch.type === 'long')
    return { writer, accepts, holds: (value) => !Object.is(value, -0) && accepts(value) };
  return { writer, accepts, holds: accepts };
}

function isFloat(value: unknown): boolean {
  return typeof value === 'number' && Object.is(Math.fround(value), value);
}

function acceptance(union: UnionSchema, index: number, writer: ValueWriter): (value: unknown) => boolean {
  const branch = union.branches[index];
  if (branch === undefined || !hasTaggedRecords(union)) return writer.accepts;
  if (branch.kind === 'record') return (value) => isObject(value) && getOwn(value, typeTag) === branch.name;
  if (branch.kind === 'map') return (value) => isObject(value) && !Object.hasOwn(value, typeTag);
  return writer.accepts;
}

function addTagMismatch(union: UnionSchema, value: Readonly<Record<string, unknown>>, problems: ValueProblems): void {
  const names = union.branches.flatMap((branch) => (branch.kind === 'record' ? [JSON.stringify(branch.name)] : []));
  problems.path.push(typeTag);
  addMismatch(problems, names.join(' or '), getOwn(value, typeTag));
  problems.path.pop();
}
