import type { JsonObject, Position } from '@eventwright/avro';
import type { ContractModel } from '../../model/contract-model.ts';
import type { SourceFile } from '../../model/document.ts';
import type { Severity } from '../../model/finding.ts';

/** One matter of style or prudence. Contracts work without it; people who use them for years fare better with it. */
export interface LintRule {
  /** Stable, in capitals, begins with `LINT_`. */
  readonly id: string;
  readonly severity: Severity;
  check(linted: Linted): Iterable<LintReport>;
}

/** What rules look at. */
export interface Linted {
  readonly model: ContractModel;
  /** By path; edits are made in their texts. */
  readonly files: ReadonlyMap<string, Pick<SourceFile, 'text'>>;
  /** The day on which is asked, such as 2026-11-21. */
  readonly today: string;
}

/** What a rule says of a place; its id and severity are the rule's. */
export interface LintReport {
  /** What it is about by names, so that it stays the same when lines move: `shop.OrderPlaced.total`. */
  readonly subject: string;
  readonly message: string;
  readonly position: Position;
  readonly help: string;
  /** The field and the type, whose `x-lint-ignore` may let it through. Absent outside of schemas. */
  readonly holders?: readonly Holder[];
  /** Edits that mend it and change nothing else; absent where only a person can. */
  readonly fix?: readonly TextEdit[];
}

/** Part of an Avro schema that may have attributes of its own. */
export interface Holder {
  readonly properties: JsonObject;
  readonly position?: Position;
}

/** Replaces a range of a file. */
export interface TextEdit {
  readonly file: string;
  /** Offsets in UTF-16 code units; `end` is the first that stays. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
