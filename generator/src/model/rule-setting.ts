import type { Position } from '@eventwright/avro';

export const ruleSeverities = ['error', 'warning', 'info', 'off'] as const;

/** What a configuration says of a rule. */
export interface RuleSetting {
  readonly ruleId: string;
  readonly severity: (typeof ruleSeverities)[number];
  readonly position: Position;
}
