import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveSchemas } from '@eventwright/avro';
import { draftSchemas, type SchemaPart } from '../../../emit/typescript/draft-typescript.ts';
import type { Config } from '../../../load/read-config.ts';
import { readSource } from '../../../load/read-source.ts';
import { buildSchemaFiles } from '../../../model/build-schemas.ts';
import type { SchemaFile } from '../../../model/contract-model.ts';
import { unusableBounds } from '../../../model/long-bounds.ts';
import { schemaVersion } from '../../../model/schema-version.ts';
import type { TypeScriptDraft } from '../../../print/typescript-draft.ts';
import { contentHash } from '../../../write/content-hash.ts';
import type { Generation, KnownSchema } from '../../../write/generation-cache.ts';
import { facesOf, filesUsedBy } from './known-schemas.ts';

/** What a change inside some schemas comes to. */
export interface EditedSchemas {
  /** The modules that are not what they were. */
  readonly drafts: readonly TypeScriptDraft[];
  /** The files that were edited, with the hash of their text. */
  readonly inputs: Readonly<Record<string, string>>;
  /** What is now known of the modules' files. */
  readonly schemas: Known;
}

type Known = Readonly<Record<string, KnownSchema>>;

/**
 * Most changes are made inside one schema: a field, a default, a text. Of these only the modules of that schema and of those
 * that use it can come out differently, so no more is read than they need. Undefined wherever that might not be so, or
 * where there is something to report: then everything is read anew.
 */
export async function draftEditedSchemas(
  last: Generation,
  config: Config,
  edited: readonly string[],
): Promise<EditedSchemas | undefined> {
  if (!edited.every((path) => path in last.schemas && path.endsWith('.avsc'))) return undefined;
  const texts = await readTexts(config, edited);
  const mentioned = texts === undefined ? undefined : stringsIn([...texts.values()]);
  if (texts === undefined || mentioned === undefined) return undefined;
  const affected = withUsers(last.schemas, edited);
  const around = surroundingsOf(last.schemas, affected, mentioned);
  if (!isSimple(last, affected, around)) return undefined;
  const others = await readTexts(
    config,
    [...around].filter((path) => !texts.has(path)),
  );
  if (others === undefined || ![...others].every(([path, text]) => contentHash(text) === last.inputs[path])) {
    return undefined;
  }
  const files = resolveAround(new Map([...others, ...texts]), last.schemas);
  if (files === undefined) return undefined;
  const redrafted = files.filter(({ file }) => affected.has(file ?? ''));
  return {
    drafts: draftSchemas(redrafted, partOf(files, last.schemas)),
    inputs: Object.fromEntries([...texts].map(([path, text]) => [path, contentHash(text)])),
    schemas: Object.fromEntries(redrafted.flatMap((file) => knownAgain(file, last.schemas))),
  };
}

async function readTexts(
  { root, contracts }: Config,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string> | undefined> {
  const realFolder = await realpath(join(root, contracts));
  const texts = new Map<string, string>();
  for (const path of paths) {
    const source = await readSource({ root, realFolder }, path);
    if (source === undefined || 'finding' in source) return undefined;
    texts.set(path, source.text);
  }
  return texts;
}

/** Every text in the schemas, any of which may be the name of a type; undefined where one of them is no JSON. */
function stringsIn(texts: readonly string[]): ReadonlySet<string> | undefined {
  const strings = new Set<string>();
  try {
    for (const text of texts) {
      JSON.parse(text, (_key, value: unknown) => {
        if (typeof value === 'string') strings.add(value);
      });
    }
    return strings;
  } catch {
    return undefined;
  }
}

/** The files, those that use their types, those that use the types of these, and so on. */
function withUsers(known: Known, files: readonly string[]): ReadonlySet<string> {
  const users = Map.groupBy(
    Object.entries(known).flatMap(([file, { uses }]) => uses.map((used) => ({ file, used }))),
    ({ used }) => used,
  );
  const found = new Set(files);
  for (const file of found) for (const user of users.get(file) ?? []) found.add(user.file);
  return found;
}

/** The files with all that names in them can lead to: the files that they use, and every other version of the same names. */
function surroundingsOf(known: Known, files: ReadonlySet<string>, mentioned: ReadonlySet<string>): ReadonlySet<string> {
  const short = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
  const definers = Map.groupBy(
    Object.entries(known).flatMap(([file, { names }]) => names.map((name) => ({ file, name: short(name) }))),
    ({ name }) => name,
  );
  const found = new Set(files);
  const addDefiners = (name: string): void => {
    for (const { file } of definers.get(short(name)) ?? []) found.add(file);
  };
  for (const name of mentioned) addDefiners(name);
  for (const file of found) {
    for (const used of known[file]?.uses ?? []) found.add(used);
    for (const name of known[file]?.names ?? []) addDefiners(name);
  }
  return found;
}

/** Whether there is nothing around that must be checked against the rest of the contracts, and nothing to be said of it. */
function isSimple(last: Generation, affected: ReadonlySet<string>, around: ReadonlySet<string>): boolean {
  const isAbout = (file: string): boolean => around.has(file);
  return (
    [...around].every((file) => file.endsWith('.avsc') && Object.hasOwn(last.schemas, file)) &&
    ![...affected].some((file) => last.schemas[file]?.isInspected) &&
    !last.findings.some(
      ({ position, related }) => isAbout(position.file) || related.some((place) => isAbout(place.position.file)),
    )
  );
}

/** The schemas, if there is nothing to be said of them and others still see of them what they saw. */
function resolveAround(texts: ReadonlyMap<string, string>, known: Known): readonly SchemaFile[] | undefined {
  const sources = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
  const { schemas, types, problems } = resolveSchemas(
    sources.map(([path, text]) => ({ file: path, text, version: schemaVersion(path) })),
  );
  const built = buildSchemaFiles({ schemas, types, inlineSchemas: new Map() });
  if (problems.length + built.findings.length > 0) return undefined;
  const files = built.list();
  const faces = facesOf(files);
  const isAsBefore = (file: SchemaFile): boolean => faces.get(file) === known[file.file ?? '']?.face;
  const isSilent = files.every((file) => unusableBounds(file).length === 0);
  return isSilent && files.length === texts.size && files.every(isAsBefore) ? files : undefined;
}

function partOf(files: readonly SchemaFile[], known: Known): SchemaPart {
  return {
    schemas: files,
    payloads: new Set(files.filter(({ file }) => known[file ?? '']?.isPayload)),
    described: new Set(files.filter(({ file }) => known[file ?? '']?.isDescribed)),
  };
}

function knownAgain(file: SchemaFile, known: Known): readonly (readonly [string, KnownSchema])[] {
  const before = known[file.file ?? ''];
  return before === undefined || file.file === undefined
    ? []
    : [[file.file, { ...before, uses: [...filesUsedBy(file)] }]];
}
