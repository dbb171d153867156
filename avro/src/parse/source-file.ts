import type { JsonNode, JsonObjectNode } from '../json/json-node.ts';
import type { Field, NamedSchema, Position } from '../model.ts';
import type { SchemaPlace, SchemaProblem } from '../schema-problem.ts';

/** A named type where it is defined. The schema is complete except for a record's fields, which are filled in later. */
export interface Definition {
  readonly node: JsonObjectNode;
  readonly schema: NamedSchema;
  /** The fields of the schema while they can still be added. */
  readonly fields: Field[];
  /** Where the name is written. */
  readonly place: SchemaPlace;
}

/** One schema file while it is read. */
export interface SourceFile {
  readonly file: string;
  readonly version: number;
  readonly root: JsonNode;
  readonly problems: SchemaProblem[];
  /** By full name; the first where a name is defined twice. */
  readonly names: Map<string, Definition>;
  /** By the object that defines it, duplicates included, in the order of the text. A copy has the definition it repeats. */
  readonly definitions: Map<JsonNode, Definition>;
}

/** The definitions that stand in the file itself, without copies of those of other files. */
export function ownDefinitions({ definitions }: SourceFile): readonly Definition[] {
  return [...definitions].flatMap(([node, definition]) => (definition.node === node ? definition : []));
}

/** The optional `position` of a model node. */
export function positionOf(node: JsonNode): { readonly position?: Position } {
  return node.position === undefined ? {} : { position: node.position };
}
