/** A fault that is not made here. */
export interface Omission {
  readonly id: string;
  readonly title: string;
  /** Why not. */
  readonly reason: string;
}

const ownTest = 'a test of its own makes it: runtime/src/projections/projections.real.test.ts';

/** Faults that one machine cannot make, or that are made elsewhere; the report names them. */
export const omissions: readonly Omission[] = [
  { id: 'F23 database', title: "clock of the database's machine jumps", reason: 'one machine has one true clock' },
  { id: 'F24 broker', title: 'disk of a broker full', reason: 'the broker shares its disk with the harness' },
  { id: 'F32 names', title: 'names that cannot be resolved', reason: 'everything is at 127.0.0.1, by number' },
  { id: 'F37', title: 'append conflicts, projections', reason: ownTest },
];
