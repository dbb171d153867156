import {
  AvroError,
  type CompatibilityLevel,
  checkLevel,
  checkReaderWriter,
  diffSchemas,
  overlookedChangeSeverities,
  overlookedChanges,
  parseSchemaText,
  type Schema,
} from '@eventwright/avro';
import type { FieldUse } from '../catalog/catalog.ts';
import { usersOf, usesOfField } from '../schema/uses.ts';

/** What has to be known of an event to judge a change of it. */
export interface EventData {
  readonly event: string;
  /** Full name of the schema. */
  readonly schema: string;
  /** Of each topic that carries it. */
  readonly levels: readonly CompatibilityLevel[];
  /** Oldest first. */
  readonly versions: readonly { readonly version: number; readonly text: string }[];
  readonly senders: readonly string[];
  readonly receivers: readonly string[];
  readonly uses: readonly FieldUse[];
}

/** What a changed schema would do. */
export type Judgement =
  | { readonly kind: 'unreadable'; readonly problems: readonly Problem[] }
  | {
      readonly kind: 'judged';
      /** Whether CI would let it pass, by its rules as they come. */
      readonly isAllowed: boolean;
      readonly levels: readonly LevelJudgement[];
      readonly changes: readonly JudgedChange[];
      /** What Avro lets pass at every level and CI does not: data would mean something else. */
      readonly refusals: readonly string[];
      /** What Avro lets pass and somebody may still stumble over. */
      readonly warnings: readonly string[];
      /** Services that could not read what the new version writes, and the reverse. */
      readonly affected: readonly Affected[];
    };

export interface Problem {
  readonly message: string;
  /** From 1, in the text; undefined where it is about all of it. */
  readonly line: number | undefined;
}

export interface LevelJudgement {
  readonly level: CompatibilityLevel;
  readonly isAllowed: boolean;
  readonly reasons: readonly string[];
}

export interface JudgedChange {
  readonly message: string;
  /** Services whose code uses what changes. */
  readonly users: readonly string[];
}

export interface Affected {
  readonly service: string;
  readonly why: string;
}

/** Judges a schema as the next version of an event, by the code that CI judges with. */
export function judgeChange(text: string, data: EventData): Judgement {
  const next = read(text);
  if ('problems' in next) return { kind: 'unreadable', problems: next.problems };
  const previous = data.versions.map((version) => parseSchemaText(version.text));
  const newest = previous.at(-1);
  const levels = data.levels.map((level) => judgeLevel(level, next.schema, previous, data));
  const overlooked = newest === undefined ? [] : overlookedChanges(newest, next.schema);
  const those = (severity: 'error' | 'warning'): readonly string[] =>
    overlooked.filter(({ kind }) => overlookedChangeSeverities[kind] === severity).map(({ message }) => message);
  const refusals = those('error');
  return {
    kind: 'judged',
    isAllowed: refusals.length === 0 && levels.every(({ isAllowed }) => isAllowed),
    levels,
    changes: newest === undefined ? [] : changesOf(newest, next.schema, data),
    refusals,
    warnings: those('warning'),
    affected: newest === undefined ? [] : affectedBy(newest, next.schema, data),
  };
}

function read(text: string): { readonly schema: Schema } | { readonly problems: readonly Problem[] } {
  try {
    return { schema: parseSchemaText(text) };
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    return { problems: error.problems.map(({ message, position }) => ({ message, line: position?.line })) };
  }
}

function judgeLevel(
  level: CompatibilityLevel,
  next: Schema,
  previous: readonly Schema[],
  { versions }: EventData,
): LevelJudgement {
  const { compatible, incompatibilities, previousIndex } = checkLevel(level, next, previous);
  const version = previousIndex === undefined ? undefined : versions[previousIndex]?.version;
  return {
    level,
    isAllowed: compatible,
    reasons: incompatibilities.map(
      ({ direction, location, message }) =>
        `${direction === 'backward' ? `the new version cannot read version ${version}` : `version ${version} cannot read the new one`}, at ${location}: ${message}`,
    ),
  };
}

function changesOf(newest: Schema, next: Schema, { schema, uses }: EventData): readonly JudgedChange[] {
  return diffSchemas(newest, next).map(({ message, subject }) => {
    const path = subject.startsWith(`${schema}.`) ? subject.slice(schema.length + 1) : subject;
    return { message, users: [...new Set(usesOfField(uses, path).flatMap(usersOf))].sort() };
  });
}

/** Whoever is built against the newest version, as far as it stops reading or being read. */
function affectedBy(newest: Schema, next: Schema, { senders, receivers }: EventData): readonly Affected[] {
  const oldReadsNew = checkReaderWriter(newest, next).compatible;
  const newReadsOld = checkReaderWriter(next, newest).compatible;
  return [
    ...(oldReadsNew
      ? []
      : receivers.map((service) => ({
          service,
          why: 'fails on what the new version writes until it is deployed with it',
        }))),
    ...(newReadsOld
      ? []
      : senders.map((service) => ({
          service,
          why: 'has written, and writes until it is deployed, what the new version cannot read',
        }))),
  ];
}
