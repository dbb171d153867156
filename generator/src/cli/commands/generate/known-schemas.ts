import type { NamedSchema, Schema } from '@eventwright/avro';
import { planInputTypes } from '../../../emit/typescript/input-types.ts';
import type { Channel, ContractModel, Message, SchemaFile } from '../../../model/contract-model.ts';
import type { KnownSchema } from '../../../write/generation-cache.ts';

/** What the next run needs to know of each schema to tell how far a change of one reaches; by file. */
export function knownSchemas({ schemas, messages, channels }: ContractModel): Readonly<Record<string, KnownSchema>> {
  const payloads = new Set(messages.flatMap(({ payload }) => payload.versions));
  const keys = new Set(messages.flatMap(({ key }) => key.versions));
  const inspected = new Set([
    ...messages.filter(isCompared).map(({ payload }) => payload),
    ...channels.filter(hasLocation).flatMap((channel) => channel.messages.map(({ payload }) => payload)),
  ]);
  const faces = facesOf(schemas);
  const known = new Map<string, KnownSchema>();
  for (const file of schemas) {
    if (file.file === undefined) continue;
    // Schemas inside a document share its file.
    const other = known.get(file.file);
    known.set(file.file, {
      face: (other?.face ?? '') + (faces.get(file) ?? ''),
      names: [...(other?.names ?? []), file.name, ...file.types.map(({ name }) => name)],
      uses: [...new Set([...(other?.uses ?? []), ...filesUsedBy(file)])],
      isPayload: payloads.has(file),
      isDescribed: payloads.has(file) || keys.has(file),
      isInspected: inspected.has(file),
    });
  }
  return Object.fromEntries(known);
}

/** Examples, and the fields that may be shown outside, are checked against the payload. */
const isCompared = ({ examples, publicFields }: Message): boolean => examples.length > 0 || publicFields !== undefined;

/** Parameters of a channel may be taken from fields of its messages. */
const hasLocation = ({ parameters }: Channel): boolean => parameters.some(({ location }) => location !== undefined);

/**
 * All that generated modules other than a schema's own see of it: names and kinds of its types, and which of them accept more
 * than they give. A test holds this against random edits.
 */
export function facesOf(schemas: readonly SchemaFile[]): ReadonlyMap<SchemaFile, string> {
  const inputTypes = planInputTypes(schemas.map(({ schema }) => schema));
  const faceOf = (type: NamedSchema): readonly unknown[] => [
    type.name,
    type.kind,
    inputTypes.differ(type),
    type.kind === 'fixed' ? (type.logicalType ?? null) : null,
  ];
  return new Map(
    schemas.map((file) => [file, JSON.stringify([file.name, file.version, file.types.map(faceOf)])] as const),
  );
}

/** The other files whose types a file uses without a detour over a third one. */
export function filesUsedBy({ file, schema, types }: SchemaFile): ReadonlySet<string> {
  const used = new Set<string>();
  const own = new Set<Schema>([schema, ...types]);
  const visit = (part: Schema): void => {
    const home = part.position?.file;
    if ('name' in part && !own.has(part) && home !== undefined && home !== file) used.add(home);
    else if (!('name' in part)) for (const inner of partsOf(part)) visit(inner);
  };
  for (const type of own) for (const part of partsOf(type)) visit(part);
  return used;
}

function partsOf(schema: Schema): readonly Schema[] {
  switch (schema.kind) {
    case 'record':
      return schema.fields.map(({ type }) => type);
    case 'array':
      return [schema.items];
    case 'map':
      return [schema.values];
    case 'union':
      return schema.branches;
    default:
      return [];
  }
}
