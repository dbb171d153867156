/** What a registry answers with when it cannot do what was asked: the HTTP status, Confluent's code and its message. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly status: number;
  readonly code: number;
  /** Of the answer, beside those that every answer has. */
  readonly headers: Readonly<Record<string, string>>;

  /** `code` is the HTTP status itself or Confluent's five digits, of which the first three are the status. */
  constructor(code: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.status = code > 999 ? Math.floor(code / 100) : code;
    this.headers = headers;
  }
}

/** The request itself is malformed: not what a client for this API sends. */
export function badRequest(message: string): RegistryError {
  return new RegistryError(400, message);
}

export function notFound(): RegistryError {
  return new RegistryError(404, 'HTTP 404 Not Found');
}

/** `methods` are those that the path has. */
export function methodNotAllowed(methods: readonly string[]): RegistryError {
  return new RegistryError(405, 'HTTP 405 Method Not Allowed', { Allow: methods.join(', ') });
}

export function subjectNotFound(subject: string): RegistryError {
  return new RegistryError(40401, `Subject '${subject}' not found.`);
}

/** `version` is -1 where the latest was asked for. */
export function versionNotFound(version: number): RegistryError {
  return new RegistryError(40402, `Version ${version} not found.`);
}

export function schemaNotFound(idOrGuid?: number | string): RegistryError {
  return new RegistryError(40403, idOrGuid === undefined ? 'Schema not found' : `Schema ${idOrGuid} not found`);
}

/** To the letter, the missing space too: clients compare messages. */
const softDeleted = 'was soft deleted.Set permanent=true to delete permanently';

export function subjectSoftDeleted(subject: string): RegistryError {
  return new RegistryError(40404, `Subject '${subject}' ${softDeleted}`);
}

export function subjectNotSoftDeleted(subject: string): RegistryError {
  return new RegistryError(40405, `Subject '${subject}' was not deleted first before being permanently deleted`);
}

export function versionSoftDeleted(subject: string, version: number): RegistryError {
  const place = `Subject '${subject}' Version ${version}`;
  return new RegistryError(40406, `${place} ${softDeleted}`);
}

export function versionNotSoftDeleted(subject: string, version: number): RegistryError {
  const place = `Subject '${subject}' Version ${version}`;
  return new RegistryError(40407, `${place} was not deleted first before being permanently deleted`);
}

export function subjectConfigNotFound(subject: string): RegistryError {
  return new RegistryError(40408, `Subject '${subject}' does not have subject-level compatibility configured`);
}

export function subjectModeNotFound(subject: string): RegistryError {
  return new RegistryError(40409, `Subject '${subject}' does not have subject-level mode configured`);
}

export function incompatibleSchema(subject: string, messages: readonly string[]): RegistryError {
  const details = `[${messages.join(', ')}]`;
  const text = `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: ${details}`;
  return new RegistryError(40901, text);
}

export function invalidSchema(message: string): RegistryError {
  return new RegistryError(42201, message);
}

export function invalidVersion(version: string): RegistryError {
  const allowed = 'Allowed values are between [1, 2^31-1] and the string "latest"';
  return new RegistryError(42202, `The specified version '${version}' is not a valid version id. ${allowed}`);
}

export function invalidCompatibilityLevel(): RegistryError {
  const levels = 'none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive';
  return new RegistryError(42203, `Invalid compatibility level. Valid values are ${levels}`);
}

export function invalidCompatibilityPolicy(): RegistryError {
  return new RegistryError(42203, 'Invalid compatibility policy. Valid values are STRICT and LENIENT');
}

export function invalidMode(
  message = 'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.',
): RegistryError {
  return new RegistryError(42204, message);
}

export function notPermitted(message: string): RegistryError {
  return new RegistryError(42205, message);
}

export function referenceExists(subject: string, version: number): RegistryError {
  const place = `{magic=1,keytype=SCHEMA,subject=${subject},version=${version}}`;
  return new RegistryError(42206, `One or more references exist to the schema ${place}.`);
}

export function invalidSubject(subject: string): RegistryError {
  return new RegistryError(42208, `The specified subject '${subject}' is not a valid.`);
}

export function schemaTooLarge(): RegistryError {
  return new RegistryError(42209, 'Register operation failed because schema is too large');
}

export function invalidRuleSet(message: string): RegistryError {
  return new RegistryError(42210, message);
}

export function contextNotEmpty(context: string): RegistryError {
  return new RegistryError(42211, `The specified context '${context}' is not empty.`);
}

export function storeFailed(message: string): RegistryError {
  return new RegistryError(50001, message);
}
