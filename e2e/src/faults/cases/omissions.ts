/** A fault that is not made here. */
export interface Omission {
  readonly id: string;
  readonly title: string;
  /** Why not. */
  readonly reason: string;
}

/** Faults that one machine cannot make, or that belong to what is yet to be built; the report names them. */
export const omissions: readonly Omission[] = [];
