import { type NamedSchema, namedTypes } from '@eventwright/avro';
import type { ContractModel, SchemaFile } from '../model/contract-model.ts';

/** The schema files whose types a schema uses, in the order of first use, its own file included. */
export type DrawnIn = (file: SchemaFile) => readonly SchemaFile[];

export function createDrawnIn({ schemas }: ContractModel): DrawnIn {
  const owners = new Map<NamedSchema, SchemaFile>();
  for (const file of schemas) for (const type of file.types) owners.set(type, file);
  return ({ schema }) => [...new Set(namedTypes(schema).flatMap((type) => owners.get(type) ?? []))];
}
