import type { JsonValue } from '../model.ts';
import type { SchemaPlace } from '../schema-problem.ts';

/** The kinds of change between two schemas. Stable: reports and settings refer to them. */
export const schemaChangeKinds = [
  'type-changed',
  'logical-type-changed',
  'name-changed',
  'namespace-changed',
  'size-changed',
  'symbol-added',
  'symbol-removed',
  'symbols-reordered',
  'enum-default-changed',
  'branch-added',
  'branch-removed',
  'branches-reordered',
  'field-added',
  'field-removed',
  'field-renamed',
  'fields-reordered',
  'default-added',
  'default-removed',
  'default-changed',
  'sort-order-changed',
  'aliases-changed',
  'doc-changed',
  'property-changed',
] as const;

export type SchemaChangeKind = (typeof schemaChangeKinds)[number];

/** One difference in meaning between two schemas. */
export interface SchemaChange {
  readonly kind: SchemaChangeKind;
  /** What changed, by names, so that it stays the same when lines move: `shop.Order.total`, `shop.Status`. */
  readonly subject: string;
  /** In the previous schema; of what was added: the record, enum or union that lacked it. */
  readonly previous: SchemaPlace;
  /** In the next schema; of what was removed: the record, enum or union that lacks it. */
  readonly next: SchemaPlace;
  /** What it was, as JSON or as a type in words; absent where there was nothing. */
  readonly from?: JsonValue;
  /** What it is. */
  readonly to?: JsonValue;
  /** The change in one sentence. */
  readonly message: string;
}

/** A change whose places are JSON pointers, positions still to be found. */
export type LocatedChange = Omit<SchemaChange, 'previous' | 'next'> & {
  readonly previous: string;
  readonly next: string;
};
