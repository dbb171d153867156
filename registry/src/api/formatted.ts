import type { JsonObject } from '@eventwright/avro';
import { parsedVersion } from '../core/parse-content.ts';
import { besideSubject, contextOf, defaultContext } from '../core/qualified-subject.ts';
import type { SchemaVersion } from '../core/schema-version.ts';
import type { Call } from './endpoint.ts';

/** The text in the form that the query asks for: `format=resolved` inlines what references name. Unknown forms are ignored. */
export function formattedText(call: Call, version: SchemaVersion): string {
  return call.query.get('format') === 'resolved' ? parsedVersion(call.state, version).resolved : version.schema;
}

/** The members of an answer that the query asks for in another form; `referenceFormat=qualified` names the contexts. */
export function formatted(call: Call, version: SchemaVersion): JsonObject {
  const { subject, references } = version;
  const qualify = call.query.get('referenceFormat') === 'qualified' && contextOf(subject) !== defaultContext;
  return {
    schema: formattedText(call, version),
    ...(qualify && references.length > 0
      ? { references: references.map((one) => ({ ...one, subject: besideSubject(subject, one.subject) })) }
      : {}),
  };
}
