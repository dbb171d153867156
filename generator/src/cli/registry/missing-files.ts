import { posix } from 'node:path';
import { AvroError, namedTypes, parseSchemaText, type Schema, schemaText } from '@eventwright/avro';
import type { ContractModel, SchemaFile } from '../../model/contract-model.ts';
import { indentJson } from './indent-json.ts';
import type { RegisteredVersion } from './registry-client.ts';
import type { WantedSubject } from './wanted-subjects.ts';

/** A version that only the registry has, as a file of the contracts. */
export interface MissingFile {
  readonly subject: string;
  /** In the registry. */
  readonly version: number;
  /** Relative to the folder of the configuration; undefined where it cannot be one, for the reason in `problem`. */
  readonly file: string | undefined;
  readonly text: string;
  readonly problem: string | undefined;
}

/**
 * The file for each version that only the registry has: beside the newest one of the same schema, with the registry's
 * number where that is free, else with the next. `taken` holds the files that are planned already, by path; the same
 * schema under a second subject is no second file. Types that the contracts define elsewhere are named, not repeated.
 */
export function missingFiles(
  model: ContractModel,
  wanted: WantedSubject,
  { versions, taken }: { readonly versions: readonly RegisteredVersion[]; readonly taken: Map<string, string> },
): readonly MissingFile[] {
  return versions.flatMap((held): readonly MissingFile[] => {
    const common = { subject: wanted.subject, version: held.version };
    const without = (problem: string): readonly MissingFile[] => [{ ...common, file: undefined, text: '', problem }];
    const newest = wanted.versions.at(-1)?.source;
    if (newest?.file === undefined) return without('the contracts have no file for this schema');
    const written = textFor(model, held, newest);
    if (written === undefined) return without('the registry has no Avro schema there');
    const text = `${indentJson(written)}\n`;
    if ([...taken.values()].includes(text)) return [];
    const file = freeFile(newest, held.version, taken);
    taken.set(file, text);
    return [{ ...common, file, text, problem: undefined }];
  });
}

/** What is referenced stays a name: contracts resolve names over all their files. */
function textFor(
  model: ContractModel,
  { schema: text, references }: RegisteredVersion,
  newest: SchemaFile,
): string | undefined {
  if (references.length > 0) return text;
  try {
    const schema = parseSchemaText(text);
    return schemaText(schema, definedElsewhere(model, schema, newest));
  } catch (error) {
    if (error instanceof AvroError) return undefined;
    throw error;
  }
}

/** Inner types that another file of the contracts defines in the very same way. */
function definedElsewhere(model: ContractModel, schema: Schema, own: SchemaFile): ReturnType<typeof namedTypes> {
  const [, ...inner] = namedTypes(schema);
  const others = model.schemas.filter(({ name }) => name !== own.name).flatMap(({ types }) => types);
  return inner.filter((type) =>
    others.some((other) => other.name === type.name && schemaText(other) === schemaText(type)),
  );
}

function freeFile({ file = '', versions }: SchemaFile, version: number, taken: ReadonlyMap<string, string>): string {
  const numbers = new Set(versions.map((one) => one.version));
  const named = (number: number): string =>
    posix.join(posix.dirname(file), posix.basename(file).replace(/(\.v\d+)?\.avsc$/, `.v${number}.avsc`));
  const isFree = (number: number): boolean => !numbers.has(number) && !taken.has(named(number));
  let number = isFree(version) ? version : Math.max(...numbers) + 1;
  while (!isFree(number)) number += 1;
  return named(number);
}
