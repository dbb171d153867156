import type { Position } from '@eventwright/avro';

/** What `eventwright lint` found when it was introduced, and does not tell of again. */
export interface Baseline {
  readonly entries: readonly BaselineEntry[];
}

export interface BaselineEntry {
  readonly ruleId: string;
  /** The subject of the finding. */
  readonly subject: string;
  /** Why it stays, where somebody has written that. */
  readonly reason: string | undefined;
  readonly position: Position;
}
