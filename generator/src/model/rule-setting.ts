import type { Position } from '@eventwright/avro';
import type { Severity } from './finding.ts';

/** What a configuration says of a rule. */
export interface RuleSetting {
  readonly ruleId: string;
  readonly severity: Severity | 'off';
  readonly position: Position;
}
