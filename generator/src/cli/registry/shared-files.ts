import type { NamedSchema, Schema } from '@eventwright/avro';
import type { ContractModel, SchemaFile } from '../../model/contract-model.ts';
import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';

/** Types that a schema names and does not define itself; not those that only these name. */
export function foreignTypes({ schema, types }: SchemaFile): readonly NamedSchema[] {
  const foreign = new Set<NamedSchema>();
  const seen = new Set<Schema>();
  const visit = (inner: Schema): void => {
    if (seen.has(inner)) return;
    seen.add(inner);
    if ('name' in inner && !types.includes(inner)) foreign.add(inner);
    else for (const part of partsOf(inner)) visit(part);
  };
  visit(schema);
  return [...foreign];
}

function partsOf(schema: Schema): readonly Schema[] {
  switch (schema.kind) {
    case 'record':
      return schema.fields.map(({ type }) => type);
    case 'union':
      return schema.branches;
    case 'array':
      return [schema.items];
    case 'map':
      return [schema.values];
    default:
      return [];
  }
}

/** The files of the types that a schema names and does not define itself, sorted by name. */
export function sharedFiles({ schemas }: ContractModel, source: SchemaFile): readonly SchemaFile[] {
  const foreign = foreignTypes(source);
  return schemas
    .filter((file) => file.types.some((type) => foreign.includes(type)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The files and all that they use, what is used before what uses it. Throws a `CliError` where two use each other:
 * neither could be registered first.
 */
export function inOrderOfUse(model: ContractModel, files: readonly SchemaFile[]): readonly SchemaFile[] {
  const ordered = new Set<SchemaFile>();
  const visit = (file: SchemaFile, path: readonly SchemaFile[]): void => {
    if (ordered.has(file)) return;
    if (path.includes(file)) throw circular([...path, file]);
    for (const used of file.versions.flatMap((version) => sharedFiles(model, version))) visit(used, [...path, file]);
    ordered.add(file);
  };
  for (const file of [...new Set(files)].sort((a, b) => (a.name < b.name ? -1 : 1))) visit(file, []);
  return [...ordered];
}

function circular(path: readonly SchemaFile[]): CliError {
  const names = path.map(({ name }) => name).join(', ');
  return new CliError(exitCode.contracts, `These types use each other, so none can be registered first: ${names}.`, {
    help: 'Put them into one file, or register without --references.',
  });
}
