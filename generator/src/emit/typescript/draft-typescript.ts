import type { ContractModel, SchemaFile } from '../../model/contract-model.ts';
import { messagesWithTombstones } from '../../model/tombstones.ts';
import type { TypeScriptDraft } from '../../print/typescript-draft.ts';
import { emitApplication } from './emit-application.ts';
import { emitMessage } from './emit-message.ts';
import { emitRegistrations } from './emit-registrations.ts';
import { emitSchema } from './emit-schema.ts';
import { emitTesting } from './emit-testing.ts';
import { emitTopics } from './emit-topics.ts';
import { emitVersions } from './emit-versions.ts';
import { planInputTypes } from './input-types.ts';
import { planNames } from './names.ts';

export interface DraftOptions {
  /** Whether to draft what tests of services need as well. Default false. */
  readonly testing?: boolean;
}

/** Everything that will be generated, before it is printed. Pure: the same model gives the same drafts. */
export function draftTypeScript(
  model: ContractModel,
  { testing = false }: DraftOptions = {},
): readonly TypeScriptDraft[] {
  const names = planNames(model);
  const inputTypes = planInputTypes(model.schemas.map((file) => file.schema));
  const described = travelling(model);
  const withTombstones = messagesWithTombstones(model);
  return [
    ...model.schemas.map((file) => emitSchema(file, { names, inputTypes, described })),
    ...model.messages.map((message) => emitMessage(message, { names, inputTypes, withTombstones })),
    ...model.messages.flatMap((message) => emitVersions(message, { names, withTombstones })),
    ...model.applications.map((application) => emitApplication(application, withTombstones)),
    emitTopics(model),
    emitRegistrations(model, names),
    ...(testing ? [emitTesting(model)] : []),
  ];
}

/** A part of the schemas: with a type, all that it uses is there, and with a version all others of the same name. */
export interface SchemaPart {
  readonly schemas: readonly SchemaFile[];
  /** Those that are a version of a message's value. */
  readonly payloads: ReadonlySet<SchemaFile>;
  /** Those that are a version of a value or a key. */
  readonly described: ReadonlySet<SchemaFile>;
}

/** The drafts that `draftTypeScript` makes of these schemas, without the rest of the contracts. */
export function draftSchemas(
  files: readonly SchemaFile[],
  { schemas, payloads, described }: SchemaPart,
): readonly TypeScriptDraft[] {
  const names = planNames({
    schemas,
    messages: [...payloads].map((payload) => ({ payload: { versions: [payload] } })),
  });
  const inputTypes = planInputTypes(schemas.map((file) => file.schema));
  return files.map((file) => emitSchema(file, { names, inputTypes, described }));
}

/** Schema versions that are a message's value or key; the others are parts of these. */
function travelling(model: ContractModel): ReadonlySet<SchemaFile> {
  return new Set(model.messages.flatMap(({ payload, key }) => [...payload.versions, ...key.versions]));
}
