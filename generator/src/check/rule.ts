import type { BuiltModel } from '../model/build-model.ts';
import type { Document } from '../model/document.ts';
import type { Finding, Severity } from '../model/finding.ts';

/** What rules look at: the model, and the document where what is broken never got into the model. */
export interface Checked extends Pick<BuiltModel, 'model' | 'examples'> {
  readonly document: Document;
}

/** What a rule says of a place; its id and severity are the rule's. */
export type Report = Omit<Finding, 'ruleId' | 'severity'>;

/** One thing that can be wrong. */
export interface Rule {
  /** Stable, in capitals. */
  readonly id: string;
  readonly severity: Severity;
  check(checked: Checked): Iterable<Report>;
}
