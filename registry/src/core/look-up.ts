import type { ParsedSchema } from '../schema/parse-schema-text.ts';
import { type Contract, inheritContract } from './inherit-contract.ts';
import { sameMetadata } from './metadata.ts';
import { type ParsedContent, parseContent, parsedVersion } from './parse-content.ts';
import { contextOf } from './qualified-subject.ts';
import { RegistryError } from './registry-error.ts';
import { sameRuleSet } from './rule-set.ts';
import { type SchemaReference, sameReferences } from './schema-reference.ts';
import { guidOf, type SchemaContent, type SchemaVersion } from './schema-version.ts';
import { effectiveConfig } from './settings.ts';
import type { State } from './state.ts';
import { allVersions, latestVersion, liveVersions, subjectCandidates, versionsWithId } from './versions.ts';

/** A schema as a client sends it, to find or to register it. */
export interface Candidate extends Contract {
  readonly subject: string;
  /** Undefined or blank where the latest version's is meant. */
  readonly schema: string | undefined;
  readonly references: readonly SchemaReference[];
}

export interface LookUpOptions {
  readonly normalize: boolean;
  /** Whether soft-deleted versions are found too. */
  readonly deleted: boolean;
  /** Whether only the latest version counts. */
  readonly latestOnly?: boolean;
}

/**
 * The version under which a schema is registered in its subject, or in the same subject of another context where the
 * subject names none. A schema sent without metadata or rules is also found under those of the latest version.
 */
export function lookUpAnywhere(state: State, candidate: Candidate, options: LookUpOptions): SchemaVersion | undefined {
  for (const [index, subject] of subjectCandidates(state, candidate.subject).entries()) {
    try {
      const found = lookUpOrInherit(state, { ...candidate, subject }, options);
      if (found !== undefined) return found;
    } catch (error) {
      // What is invalid in the subject's own context is the client's mistake; in another one it is only no match.
      if (index === 0 || !(error instanceof RegistryError)) throw error;
    }
  }
  return undefined;
}

/** The version under which exactly this is registered in its subject; references may be inlined. */
export function lookUp(state: State, candidate: Candidate, options: LookUpOptions): SchemaVersion | undefined {
  const { subject, schema } = candidate;
  if (isBlank(schema)) return undefined;
  const content = parseContent(
    state,
    { subject, schema, references: candidate.references },
    { normalize: options.normalize, strict: false, deletedReferences: true },
  );
  if (options.latestOnly)
    return [latestVersion(state, subject)].find((held) => held && isSame(state, candidate, { content, held }));
  const id = knownId(state, subject, contentOf(candidate, content));
  const byId = id === undefined ? undefined : versionWithId(state, subject, id);
  if (byId !== undefined && (options.deleted || !byId.deleted)) return byId;
  const versions = options.deleted ? allVersions(state, subject) : liveVersions(state, subject);
  return versions.findLast((held) => isSame(state, candidate, { content, held }));
}

/** The id that the subject's context has given to this content. */
export function knownId(state: State, subject: string, content: SchemaContent): number | undefined {
  const context = state.contexts.get(contextOf(subject));
  const id = context?.idByGuid.get(guidOf(content));
  // The guid of what was deleted for good stays known, its id does not come back.
  return id !== undefined && context?.subjectsById.has(id) ? id : undefined;
}

export function versionWithId(state: State, subject: string, id: number): SchemaVersion | undefined {
  return versionsWithId(state, contextOf(subject), id).find((version) => version.subject === subject);
}

/** Whether what a client sends is what a version holds, in other words perhaps. */
export function isSame(
  state: State,
  { metadata, ruleSet }: Contract,
  { content, held }: { readonly content: ParsedContent; readonly held: SchemaVersion },
): boolean {
  const inlined = content.references.length === 0 && held.references.length > 0;
  return (
    (inlined || sameReferences(content.references, held.references)) &&
    sameMetadata(metadata, held) &&
    sameRuleSet(ruleSet, held.ruleSet) &&
    isEquivalent(content.parsed, parsedVersion(state, held))
  );
}

export function contentOf(candidate: Contract, content: ParsedContent): SchemaContent {
  return {
    schema: content.parsed.canonical,
    references: content.references,
    metadata: candidate.metadata,
    ruleSet: candidate.ruleSet,
  };
}

export function isBlank(schema: string | undefined): schema is undefined {
  return schema === undefined || schema.trim() === '';
}

function lookUpOrInherit(state: State, candidate: Candidate, options: LookUpOptions): SchemaVersion | undefined {
  const found = lookUp(state, candidate, options);
  const previous = latestVersion(state, candidate.subject);
  if (found !== undefined || previous === undefined) return found;
  const contract = inheritContract(effectiveConfig(state, candidate.subject), candidate, previous);
  return lookUp(state, { ...candidate, ...contract }, options);
}

function isEquivalent(left: ParsedSchema, right: ParsedSchema): boolean {
  return left.equivalence === right.equivalence;
}
