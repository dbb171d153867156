import type { SchemaPlace } from '../schema-problem.ts';

/** The kinds of change that Avro's rule lets pass. Stable: rules and waivers refer to them. */
export const overlookedChangeKinds = [
  'alias-removed',
  'decimal-precision-narrowed',
  'decimal-precision-widened',
  'decimal-scale-changed',
  'default-changed',
  'enum-default-changed',
  'enum-default-missing',
  'enum-default-removed',
  'enum-symbols-reordered',
  'field-renamed-without-alias',
  'local-time-changed',
  'logical-type-added',
  'logical-type-changed',
  'logical-type-removed',
  'lossy-promotion',
  'namespace-changed',
  'time-unit-changed',
] as const;

export type OverlookedChangeKind = (typeof overlookedChangeKinds)[number];

/** An error is what makes data wrong, or unreadable to codecs of logical types; a warning is what may be meant. */
export const overlookedChangeSeverities: Readonly<Record<OverlookedChangeKind, 'error' | 'warning'>> = {
  'alias-removed': 'warning',
  'decimal-precision-narrowed': 'error',
  'decimal-precision-widened': 'warning',
  'decimal-scale-changed': 'error',
  'default-changed': 'warning',
  'enum-default-changed': 'warning',
  'enum-default-missing': 'warning',
  'enum-default-removed': 'warning',
  'enum-symbols-reordered': 'warning',
  'field-renamed-without-alias': 'error',
  'local-time-changed': 'error',
  'logical-type-added': 'warning',
  'logical-type-changed': 'error',
  'logical-type-removed': 'warning',
  'lossy-promotion': 'warning',
  'namespace-changed': 'warning',
  'time-unit-changed': 'error',
};

/** A change that every reader survives by Avro's rule, and that all the same gives it other data than were meant. */
export interface OverlookedChange {
  readonly kind: OverlookedChangeKind;
  /** What changed, by names, so that it stays the same when lines move: `shop.Order.total`, `shop.Status`. */
  readonly subject: string;
  readonly previous: SchemaPlace;
  readonly next: SchemaPlace;
  /** What happens to data. */
  readonly message: string;
  /** How to make the change safe. */
  readonly help: string;
}

/** Its places as JSON pointers, positions still to be found. */
export type LocatedOverlooked = Omit<OverlookedChange, 'previous' | 'next'> & {
  readonly previous: string;
  readonly next: string;
};
