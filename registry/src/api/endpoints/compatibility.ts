import { compatibilityMessages } from '../../core/check-compatibility.ts';
import { isBlank } from '../../core/look-up.ts';
import { parseContent } from '../../core/parse-content.ts';
import { normalizeSubject } from '../../core/qualified-subject.ts';
import { invalidSchema, RegistryError, versionNotFound } from '../../core/registry-error.ts';
import type { SchemaVersion } from '../../core/schema-version.ts';
import { effectiveConfig } from '../../core/settings.ts';
import { findVersion, latest, liveVersions, parseVersionNumber } from '../../core/versions.ts';
import { type Answer, type Call, flag, parameter } from '../endpoint.ts';
import { parseSchemaRequest, wantsNormalForm } from '../schema-request.ts';

/** Checks a schema against one version. An unknown subject has no latest version, and nothing stands against a first one. */
export function checkAgainstVersion(call: Call): Answer {
  const subject = normalizeSubject(parameter(call, 'subject'));
  const number = parseVersionNumber(parameter(call, 'version'));
  const version = findVersion(call.state, subject, { number, deleted: false });
  if (version === undefined && number !== latest) throw versionNotFound(number);
  return check(call, subject, version === undefined ? [] : [version]);
}

/** Checks a schema as registering it would. */
export function checkAgainstSubject(call: Call): Answer {
  const subject = normalizeSubject(parameter(call, 'subject'));
  return check(call, subject, liveVersions(call.state, subject));
}

function check(call: Call, subject: string, previous: readonly SchemaVersion[]): Answer {
  const verbose = flag(call, 'verbose');
  const messages = messagesFor(call, { subject, previous, verbose });
  const answer = { is_compatible: messages.length === 0 };
  return { body: verbose ? { ...answer, messages } : answer };
}

interface Check {
  readonly subject: string;
  readonly previous: readonly SchemaVersion[];
  readonly verbose: boolean;
}

function messagesFor(call: Call, { subject, previous, verbose }: Check): readonly string[] {
  const { schema, references, metadata } = parseSchemaRequest(call, subject);
  try {
    if (isBlank(schema)) throw invalidSchema('Empty schema');
    const normalize = wantsNormalForm(call, subject);
    const { validateNewSchemas: strict = true } = effectiveConfig(call.state, subject);
    const { parsed } = parseContent(
      call.state,
      { subject, schema, references },
      { normalize, strict, deletedReferences: false },
    );
    return compatibilityMessages(call.state, { subject, parsed, metadata }, previous);
  } catch (error) {
    if (verbose && error instanceof RegistryError) return [error.message];
    throw error;
  }
}
