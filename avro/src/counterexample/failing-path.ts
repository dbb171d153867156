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

interface Search {
  readonly comparison: Comparison;
  /** Whether there are data of a schema at all. */
  isWritable(writer: Schema): boolean;
}

/** The nearest pair, by steps through the data, that is looked for; breadth first, so that recursive types end. */
export function findVisit(start: Visit, isFound: (visit: Visit) => boolean, search: Search): Visit | undefined {
  const seen = new Map<Schema, Set<Schema>>();
  const queue = new Set([start]);
  for (const visit of queue) {
    if (!search.isWritable(visit.writer)) continue;
    if (isFound(visit)) return visit;
    for (const next of nextVisits(visit, search.comparison)) {
      const writers = seen.get(next.reader) ?? new Set();
      seen.set(next.reader, writers);
      if (!writers.has(next.writer)) queue.add(next);
      writers.add(next.writer);
    }
  }
  return undefined;
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
