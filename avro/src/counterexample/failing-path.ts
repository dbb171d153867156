import type { Comparison } from '../compatibility/compare-schemas.ts';
import type { Pair } from '../compatibility/mismatch.ts';
import type { Field, RecordSchema, Schema } from '../model.ts';
import { branchFor, writtenFields } from './reading.ts';

/** How a datum leads from one pair of schemas to one inside of it. */
export type DataStep =
  | { readonly kind: 'field'; readonly field: Field; readonly writer: RecordSchema; readonly reader: RecordSchema }
  | { readonly kind: 'item' | 'entry' }
  | { readonly kind: 'branch'; readonly writer: Schema };

/** A pair that data reach, and the way to it, last step first. */
export interface Visit extends Pair {
  readonly from: Visit | undefined;
  /** Absent at the start, and from a reader's union to the branch that takes the data. */
  readonly step: DataStep | undefined;
}

export interface Search {
  readonly comparison: Comparison;
  /** Whether there are data of a schema at all. */
  isWritable(writer: Schema): boolean;
}

/** The pairs that data reach from one, each once, by the shortest way: the nearest first, so that recursive types end. */
export function* visitsFrom(start: Visit, { comparison, isWritable }: Search): Generator<Visit> {
  const seen = new Map<Schema, Set<Schema>>();
  const queue = new Set([start]);
  for (const visit of queue) {
    if (!isWritable(visit.writer)) continue;
    yield visit;
    for (const next of nextVisits(visit, comparison)) {
      const writers = seen.get(next.reader) ?? new Set();
      seen.set(next.reader, writers);
      if (!writers.has(next.writer)) queue.add(next);
      writers.add(next.writer);
    }
  }
}

/** All pairs that data reach from one, by reader and writer. */
export function visitsByPair(start: Visit, search: Search): ReadonlyMap<Schema, ReadonlyMap<Schema, Visit>> {
  const visits = new Map<Schema, Map<Schema, Visit>>();
  for (const visit of visitsFrom(start, search)) {
    const byWriter = visits.get(visit.reader) ?? new Map<Schema, Visit>();
    visits.set(visit.reader, byWriter);
    // The start is met again where types are recursive.
    if (!byWriter.has(visit.writer)) byWriter.set(visit.writer, visit);
  }
  return visits;
}

function nextVisits(from: Visit, comparison: Comparison): readonly Visit[] {
  const { reader, writer } = from;
  if (writer.kind === 'union') {
    return writer.branches.map((branch) => ({
      reader,
      writer: branch,
      from,
      step: { kind: 'branch', writer: branch },
    }));
  }
  if (reader.kind === 'union') {
    const branch = branchFor(reader, writer, comparison);
    return branch === undefined ? [] : [{ reader: branch, writer, from, step: undefined }];
  }
  if (reader.kind === 'array' && writer.kind === 'array') {
    return [{ reader: reader.items, writer: writer.items, from, step: { kind: 'item' } }];
  }
  if (reader.kind === 'map' && writer.kind === 'map') {
    return [{ reader: reader.values, writer: writer.values, from, step: { kind: 'entry' } }];
  }
  return reader.kind === 'record' && writer.kind === 'record' ? fieldVisits(from, reader, writer) : [];
}

function fieldVisits(from: Visit, reader: RecordSchema, writer: RecordSchema): readonly Visit[] {
  return reader.fields.flatMap((readerField): readonly Visit[] => {
    const [field, another] = writtenFields(readerField, writer);
    if (field === undefined || another !== undefined) return [];
    return [{ reader: readerField.type, writer: field.type, from, step: { kind: 'field', field, writer, reader } }];
  });
}
