import type { MessageField } from '../../model/code-use.ts';
import type { Affected, Finding, Severity } from '../../model/finding.ts';
import type { Comparison } from './comparison.ts';

/** One kind of change that somebody should know of before it is merged. */
export interface ChangeRule {
  /** Stable, in capitals. */
  readonly id: string;
  readonly severity: Severity;
  check(comparison: Comparison): Iterable<ChangeReport>;
}

/** What a rule says of one change; its id, and its severity where the report has none, are the rule's. */
export interface ChangeReport extends Omit<Finding, 'ruleId' | 'severity' | 'related'> {
  /** Where the same kind of change is harmless to one side and not to the other. */
  readonly severity?: Severity;
  readonly related?: Finding['related'];
  readonly subject: string;
  readonly affected: readonly Affected[];
  readonly help: string;
  /** Names of the applications whose documents make the change: their versions have to tell. */
  readonly madeBy: readonly string[];
  /** The fields that it is about: code that uses them is hit. */
  readonly fields?: readonly MessageField[];
}
