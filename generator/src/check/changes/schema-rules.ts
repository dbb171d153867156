import { type IncompatibilityType, overlookedChangeSeverities } from '@eventwright/avro';
import type { AlteredSchema } from '../../model/base.ts';
import type { Severity } from '../../model/finding.ts';
import { affectedBy } from './affected.ts';
import type { ChangeReport } from './change-rule.ts';
import type { Comparison } from './comparison.ts';
import { incompatibleSchemas } from './incompatible-schemas.ts';
import { overlookedInSchemas } from './overlooked-in-schemas.ts';

/** Rules that one look at two schemas answers together. */
export interface RuleFamily {
  /** By rule id. */
  readonly severities: Readonly<Record<string, Severity>>;
  check(comparison: Comparison): Iterable<{ readonly ruleId: string; readonly report: ChangeReport }>;
}

const idOf = (kind: string): string => `SCHEMA_${kind.toUpperCase().replaceAll('-', '_')}`;

const incompatibilityTypes: readonly IncompatibilityType[] = [
  'FIXED_SIZE_MISMATCH',
  'MISSING_ENUM_SYMBOLS',
  'MISSING_UNION_BRANCH',
  'NAME_MISMATCH',
  'READER_FIELD_MISSING_DEFAULT_VALUE',
  'TYPE_MISMATCH',
];

const incompatible: RuleFamily = {
  severities: Object.fromEntries(incompatibilityTypes.map((type) => [idOf(type), 'error'])),
  *check(comparison) {
    for (const { type, ...report } of incompatibleSchemas(comparison)) yield { ruleId: idOf(type), report };
  },
};

const beyondAvro: RuleFamily = {
  severities: Object.fromEntries(
    Object.entries(overlookedChangeSeverities).map(([kind, severity]) => [idOf(kind), severity]),
  ),
  *check(comparison) {
    for (const { kind, ...report } of overlookedInSchemas(comparison)) yield { ruleId: idOf(kind), report };
  },
};

export const alteredIds: Readonly<Record<AlteredSchema['kind'], string>> = {
  changed: 'SCHEMA_RELEASED_CHANGED',
  superseded: 'SCHEMA_RELEASED_SUPERSEDED',
  removed: 'SCHEMA_RELEASED_REMOVED',
};

/** A released version never changes: others have it under its number, and data that were written with it. */
const released: RuleFamily = {
  severities: Object.fromEntries(Object.values(alteredIds).map((id) => [id, 'error'])),
  *check(comparison) {
    for (const { kind, name, version, position, releases, message, help } of comparison.altered) {
      const subjects = new Set(releases.map(({ subject }) => subject));
      const histories = comparison.subjects.filter(({ subject }) => subjects.has(subject));
      const affected = histories.flatMap(({ channel, messages }) =>
        affectedBy(comparison, { address: channel.address, messages: messages.map((one) => one.name) }),
      );
      const report = { subject: `${name}/v${version}`, message, position, affected, madeBy: [], help };
      yield { ruleId: alteredIds[kind], report };
    }
  },
};

export const ruleFamilies: readonly RuleFamily[] = [incompatible, beyondAvro, released];
