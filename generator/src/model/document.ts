import type { NamedSchema, Position, Schema } from '@eventwright/avro';
import type { Finding } from './finding.ts';

/** Everything that was read from the contracts folder: files as trees that know their places, and what `$ref`s mean. */
export interface Document {
  /** The contracts folder, relative to the folder of the configuration file, with `/`. All paths are of this kind. */
  readonly contracts: string;
  /** All files that were read, `.avsc` included, by path. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Paths of the AsyncAPI documents, sorted. */
  readonly applications: readonly string[];
  /** Where each `$ref` leads, by the map that holds it. */
  readonly references: ReadonlyMap<MapNode, Reference>;
  /** Parsed schemas: `.avsc` files by path, and those that stand in a document by the keys of `inlineSchemas`. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** The named types that each of them defines itself. */
  readonly types: ReadonlyMap<string, readonly NamedSchema[]>;
  /** Keys of the Avro schemas that stand in a document, by the node that they are; those written alike have one. */
  readonly inlineSchemas: ReadonlyMap<Node, string>;
  /** What could not be read. */
  readonly findings: readonly Finding[];
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Undefined for a file that is not YAML or JSON, or is broken. */
  readonly root: Node | undefined;
}

/** Where a `$ref` leads: to a node, or nowhere. Why is said once, at the first broken reference of a chain. */
export type Reference =
  | { readonly kind: 'resolved'; readonly target: Node }
  | { readonly kind: 'broken'; readonly problem: BrokenReference | undefined };

export interface BrokenReference {
  /** The text behind `$ref`. */
  readonly text: string;
  readonly position: Position;
  readonly message: string;
  readonly help: string;
}

/** A value in a YAML or JSON file, or an `.avsc` file that a `$ref` leads to. */
export type Node = MapNode | SequenceNode | ScalarNode | AvroNode;

export interface MapNode {
  readonly kind: 'map';
  readonly position: Position;
  /** In the order written. */
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  /** The position of the key. */
  readonly position: Position;
  readonly value: Node;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly position: Position;
  readonly items: readonly Node[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly position: Position;
  readonly value: string | number | boolean | null;
  /** Of an integer that a number cannot hold. */
  readonly exact?: bigint;
}

/** A whole `.avsc` file, as the target of a reference. */
export interface AvroNode {
  readonly kind: 'avro';
  readonly position: Position;
  readonly file: string;
}
