import type { Position } from '@eventwright/avro';

/** One finding that was looked at and let through, by somebody, for a while. */
export interface Waiver {
  readonly ruleId: string;
  /** The subject of the finding, as `compat` prints it. */
  readonly subject: string;
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The last day on which it counts, as `2027-01-31`. */
  readonly expires: string;
  readonly position: Position;
}
