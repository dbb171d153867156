import type { JsonNode } from '../json/json-node.ts';
import type { Field, NamedSchema, Position } from '../model.ts';
import type { SchemaPlace, SchemaProblem } from '../schema-problem.ts';

/** A named type where it is defined. The schema is complete except for a record's fields, which are filled in later. */
export interface Definition {
  readonly source: SourceFile;
  /** Which one of the definitions of its file it is, from 0. */
  readonly index: number;
  /** Whether it is all that the file holds, and no type inside of another. */
  readonly isRoot: boolean;
  readonly schema: NamedSchema;
  /** The fields of the schema while they can still be added. */
  readonly fields: Field[];
  /** Where the name is written. */
  readonly place: SchemaPlace;
}

/** One schema file while it is read. Holds on to no node of it: trees take far more memory than what they say. */
export interface SourceFile {
  readonly file: string;
  readonly version: number;
  /** Its JSON; perhaps read anew, so nodes of two calls are not the same. */
  readonly root: () => JsonNode;
  /** Where the root is. */
  readonly place: SchemaPlace;
  readonly problems: SchemaProblem[];
  /** By full name; the first where a name is defined twice. */
  readonly names: Map<string, Definition>;
  /** Full names of the types that it uses by name, as written where they are used. */
  readonly uses: Set<string>;
  /** In the order of the text, duplicates included. In the place of a copy stands the definition that it repeats. */
  readonly definitions: Definition[];
}

/** The definitions that stand in the file itself, without copies of those of other files. */
export function ownDefinitions(source: SourceFile): readonly Definition[] {
  return source.definitions.filter((definition) => definition.source === source);
}

/** The optional `position` of a model node. */
export function positionOf({ position }: JsonNode): { readonly position?: Position } {
  return position === undefined ? {} : { position };
}
