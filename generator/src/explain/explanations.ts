import { problemSeverities } from '@eventwright/avro';
import { changeSeverities } from '../check/changes/check-changes.ts';
import { lintSeverities } from '../check/lint/lint-rules.ts';
import { rules } from '../check/rules.ts';
import type { Severity } from '../model/finding.ts';
import { avroExplanations } from './avro-explanations.ts';
import { changeExplanations } from './change-explanations.ts';
import { contractExplanations } from './contract-explanations.ts';
import type { Explanation } from './explanation.ts';
import { failurePolicyExplanations } from './failure-policy-explanations.ts';
import { lintExplanations } from './lint-explanations.ts';
import { parserExplanations } from './parser-explanations.ts';
import { publicFieldExplanations } from './public-field-explanations.ts';
import { readingExplanations } from './reading-explanations.ts';
import { registryExplanations } from './registry-explanations.ts';
import { replyExplanations } from './reply-explanations.ts';
import { schemaChangeExplanations } from './schema-change-explanations.ts';
import { waiverExplanations } from './waiver-explanations.ts';

const avro = 'https://avro.apache.org/docs/1.12.0/specification/';
const asyncapi = 'https://www.asyncapi.com/docs/reference/specification/v3.1.0';

/** Of everything that a finding can be about, by id. */
export const explanations: ReadonlyMap<string, Explanation> = new Map(
  [
    ...avroExplanations.map((explanation) => ({ ...explanation, specification: avro })),
    ...parserExplanations.map((explanation) => ({ ...explanation, specification: asyncapi })),
    ...contractExplanations,
    ...failurePolicyExplanations,
    ...publicFieldExplanations,
    ...readingExplanations,
    ...registryExplanations,
    ...replyExplanations,
    ...changeExplanations,
    ...schemaChangeExplanations,
    ...waiverExplanations,
    ...lintExplanations,
  ]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((explanation) => [explanation.id, explanation]),
);

const severities: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ...Object.entries(problemSeverities),
  ...rules.map(({ id, severity }) => [id, severity] as const),
  ...changeSeverities,
  ...lintSeverities,
  ['WAIVER_UNUSED', 'warning'],
]);

/** The severity of a rule's findings. */
export const severityOf = (id: string): Severity => severities.get(id) ?? 'error';
