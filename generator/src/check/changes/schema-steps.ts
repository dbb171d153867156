import type { CompatibilityLevel } from '@eventwright/avro';
import type { SubjectVersion } from '../../model/base.ts';
import type { SchemaFile } from '../../model/contract-model.ts';
import { textOfSchema } from '../text-of-schema.ts';
import type { SubjectHistory } from './comparison.ts';

/** A version of a value's schema that is new, or other than it was, with all that was before it. */
export interface SchemaStep {
  readonly history: SubjectHistory;
  readonly version: SchemaFile;
  /** Oldest first; at least one. */
  readonly previous: readonly SubjectVersion[];
}

/** The steps from what a subject held to what it holds now, in the order in which they would be registered. */
export function* schemaSteps(history: SubjectHistory): Iterable<SchemaStep> {
  if (history.isKey) return;
  const known = new Set(history.previous.map(({ schema }) => textOfSchema(schema)));
  const previous = [...history.previous];
  for (const version of history.versions) {
    if (known.has(textOfSchema(version.schema))) continue;
    yield { history, version, previous: [...previous] };
    previous.push({ version: version.version, schema: version.schema });
  }
}

export type Direction = 'backward' | 'forward';

/** Who must be able to read whom at a level. */
export function promisesOf(level: CompatibilityLevel): {
  readonly directions: readonly Direction[];
  readonly isTransitive: boolean;
} {
  const isTransitive = level.endsWith('_TRANSITIVE');
  if (level === 'NONE') return { directions: [], isTransitive };
  if (level.startsWith('FULL')) return { directions: ['backward', 'forward'], isTransitive };
  return { directions: [level.startsWith('BACKWARD') ? 'backward' : 'forward'], isTransitive };
}
