import type { Severity } from '../../model/finding.ts';
import type { LintRule } from './lint-rule.ts';
import { decimalBounds } from './rules/decimal-bounds.ts';
import { deprecationOverdue } from './rules/deprecation-overdue.ts';
import { deprecationUnclear } from './rules/deprecation-unclear.ts';
import { docMissing } from './rules/doc-missing.ts';
import { enumDefaultMissing } from './rules/enum-default-missing.ts';
import { eventTense } from './rules/event-tense.ts';
import { moneyAsDouble } from './rules/money-as-double.ts';
import { namespaceMissing } from './rules/namespace-missing.ts';
import { naming } from './rules/naming.ts';
import { nullDefaultMissing } from './rules/null-default-missing.ts';
import { nullFirst } from './rules/null-first.ts';
import { ownerMissing } from './rules/owner-missing.ts';
import { piiUntagged } from './rules/pii-untagged.ts';
import { timestampAsLong } from './rules/timestamp-as-long.ts';
import { timestampAsText } from './rules/timestamp-as-text.ts';

/** Every rule of `eventwright lint`. A new one is a file in `rules/`, a line here, a case and an explanation. */
export const lintRules: readonly LintRule[] = [
  decimalBounds,
  deprecationOverdue,
  deprecationUnclear,
  docMissing,
  enumDefaultMissing,
  eventTense,
  moneyAsDouble,
  namespaceMissing,
  naming,
  nullDefaultMissing,
  nullFirst,
  ownerMissing,
  piiUntagged,
  timestampAsLong,
  timestampAsText,
];

/** Of every rule, and of what is wrong with ignores and the baseline, its severity where the configuration has none. */
export const lintSeverities: ReadonlyMap<string, Severity> = new Map([
  ...lintRules.map(({ id, severity }) => [id, severity] as const),
  ['LINT_BASELINE_INVALID', 'error'],
  ['LINT_BASELINE_STALE', 'warning'],
  ['LINT_IGNORE_INVALID', 'error'],
  ['LINT_IGNORE_UNUSED', 'warning'],
]);
