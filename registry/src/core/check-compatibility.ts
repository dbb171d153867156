import {
  type CompatibilityLevel,
  checkLevel,
  type Incompatibility,
  type LevelIncompatibility,
} from '@eventwright/avro';
import type { ParsedSchema } from '../schema/parse-schema-text.ts';
import type { Metadata } from './metadata.ts';
import { parsedVersion } from './parse-content.ts';
import type { SchemaVersion } from './schema-version.ts';
import { effectiveConfig } from './settings.ts';
import type { State } from './state.ts';

export interface CompatibilityCandidate {
  readonly subject: string;
  readonly parsed: ParsedSchema;
  readonly metadata: Metadata | undefined;
}

/**
 * What stands against the candidate as the next version of its subject under the level that holds there; empty where
 * nothing does. `previous` ascends. The messages are Confluent's.
 */
export function compatibilityMessages(
  state: State,
  candidate: CompatibilityCandidate,
  previous: readonly SchemaVersion[],
): readonly string[] {
  const { compatibility, compatibilityGroup, validateFields = false } = effectiveConfig(state, candidate.subject);
  const compared = previous.filter(
    ({ metadata }) =>
      compatibilityGroup === undefined || sameProperty(compatibilityGroup, metadata, candidate.metadata),
  );
  const messages = [
    ...(validateFields ? reservedFieldMessages(candidate, previous.at(-1)) : []),
    ...levelMessages(state, compatibility, { next: candidate.parsed, previous: compared }),
  ];
  if (messages.length === 0) return messages;
  return [...messages, `{validateFields: '${validateFields}', compatibility: '${compatibility}'}`];
}

interface Comparison {
  readonly next: ParsedSchema;
  readonly previous: readonly SchemaVersion[];
}

function levelMessages(state: State, level: CompatibilityLevel, { next, previous }: Comparison): readonly string[] {
  const compared = level.endsWith('_TRANSITIVE') ? previous : previous.slice(-1);
  const { incompatibilities, previousIndex } = checkLevel(
    level,
    next.avro,
    compared.map((version) => parsedVersion(state, version).avro),
  );
  const old = previousIndex === undefined ? undefined : compared[previousIndex];
  if (old === undefined) return [];
  // Under FULL, Confluent's registry shows the old version only where the new one cannot read it.
  const shown = level.startsWith('FORWARD') || incompatibilities.some(({ direction }) => direction === 'backward');
  return [...incompatibilities.map(describe), ...(shown ? describeVersion(old) : [])];
}

const maximumSchemaInMessage = 10 * 1024;

function describeVersion({ version, schema }: SchemaVersion): readonly string[] {
  const text =
    schema.length <= maximumSchemaInMessage
      ? `'${schema}'`
      : `<truncated> '${schema.slice(0, maximumSchemaInMessage)}...'`;
  return [`{oldSchemaVersion: ${version}}`, `{oldSchema: ${text}}`];
}

function describe(incompatibility: LevelIncompatibility): string {
  const { type, direction, message } = incompatibility;
  const [reader, writer] = direction === 'backward' ? (['new', 'old'] as const) : (['old', 'new'] as const);
  const description = descriptionOf(incompatibility, reader, writer);
  return `{errorType:'${type}', description:'${description}', additionalInfo:'${message}'}`;
}

function descriptionOf({ type, location, message }: Incompatibility, reader: string, writer: string): string {
  const path = `path '${location}'`;
  switch (type) {
    case 'FIXED_SIZE_MISMATCH':
      return `The size of FIXED type field at ${path} in the ${reader} schema does not match with the ${writer} schema`;
    case 'TYPE_MISMATCH':
      return `The type (${path}) of a field in the ${reader} schema does not match with the ${writer} schema`;
    case 'NAME_MISMATCH':
      return `The name of the schema has changed (${path})`;
    case 'MISSING_ENUM_SYMBOLS':
      return `The ${reader} schema is missing enum symbols '${message}' at ${path} in the ${writer} schema`;
    case 'MISSING_UNION_BRANCH':
      return `The ${reader} schema is missing a type inside a union field at ${path} in the ${writer} schema`;
    case 'READER_FIELD_MISSING_DEFAULT_VALUE':
      return `The field '${message}' at ${path} in the ${reader} schema has no default value and is missing in the ${writer} schema`;
  }
}

function sameProperty(name: string, left: Metadata | undefined, right: Metadata | undefined): boolean {
  return left?.properties[name] === right?.properties[name];
}

/** Names a record's metadata keeps free, so that a later version may use them. */
function reservedFields(metadata: Metadata | undefined): readonly string[] {
  return (metadata?.properties['confluent:reserved'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function reservedFieldMessages(
  candidate: CompatibilityCandidate,
  previous: SchemaVersion | undefined,
): readonly string[] {
  const reserved = reservedFields(candidate.metadata);
  const { avro } = candidate.parsed;
  const fields = avro.kind === 'record' ? avro.fields.map(({ name }) => name) : [];
  const removed = reservedFields(previous?.metadata).filter((name) => !reserved.includes(name));
  return [
    ...removed.map(
      (name) =>
        `The new schema has reserved field ${name} removed from its metadata which is present in the old schema's metadata.`,
    ),
    ...reserved
      .filter((name) => fields.includes(name))
      .map((name) => `The new schema has field that conflicts with the reserved field ${name}.`),
  ];
}
