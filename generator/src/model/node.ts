import type { JsonValue, Position } from '@eventwright/avro';
import type { Document, Entry, MapNode, Node, ScalarNode } from './document.ts';

/** Reads nodes of a document, following `$ref`s on the way. What is missing, broken or of another kind is undefined. */
export interface NodeReader {
  /** The node itself, or what its `$ref` leads to. */
  follow(node: Node | undefined): Node | undefined;
  child(node: Node | undefined, key: string): Node | undefined;
  /** Entries of a map, each value followed. Without those whose `$ref` is broken. */
  entries(node: Node | undefined): readonly (readonly [key: string, entry: Entry])[];
  /** Items of a sequence, each followed. Without those whose `$ref` is broken. */
  items(node: Node | undefined): readonly Node[];
  text(node: Node | undefined, key: string): string | undefined;
  number(node: Node | undefined, key: string): number | undefined;
}

export function createNodeReader({ references }: Pick<Document, 'references'>): NodeReader {
  const follow = (node: Node | undefined): Node | undefined => {
    if (node?.kind !== 'map') return node;
    const reference = references.get(node);
    if (reference === undefined) return node;
    return reference.kind === 'resolved' ? reference.target : undefined;
  };
  const child = (node: Node | undefined, key: string): Node | undefined => follow(rawChild(follow(node), key));
  return {
    follow,
    child,
    entries: (node) => {
      const map = follow(node);
      if (map?.kind !== 'map') return [];
      return [...map.entries].flatMap(([key, { position, value }]) => {
        const followed = follow(value);
        return followed === undefined ? [] : [[key, { position, value: followed }] as const];
      });
    },
    items: (node) => {
      const sequence = follow(node);
      if (sequence?.kind !== 'sequence') return [];
      return sequence.items.flatMap((item) => follow(item) ?? []);
    },
    text: (node, key) => {
      const value = scalarValue(child(node, key));
      return typeof value === 'string' ? value : undefined;
    },
    number: (node, key) => {
      const value = scalarValue(child(node, key));
      return typeof value === 'number' ? value : undefined;
    },
  };
}

export function scalarValue(node: Node | undefined): ScalarNode['value'] | undefined {
  return node?.kind === 'scalar' ? node.value : undefined;
}

/** A value for a message: `'text'`, `17`, 'an object'. */
export function shownValue(node: Node): string {
  if (node.kind === 'scalar') return typeof node.value === 'string' ? `'${node.value}'` : String(node.value);
  return { map: 'an object', sequence: 'a list', avro: 'a schema' }[node.kind];
}

/** The value as written, a `$ref` left as it is. */
export function rawChild(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** The position of a key of the map, else of the map. */
export function keyPosition(map: MapNode, key: string): Position {
  return map.entries.get(key)?.position ?? map.position;
}

/** The plain value. A `$ref` inside stays the object that it is. */
export function toJson(node: Node): JsonValue {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'sequence':
      return node.items.map(toJson);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, toJson(value)]));
    case 'avro':
      return { $ref: node.file };
  }
}

/**
 * The node at a path below `node`, or the last one on the way that exists; its key's position where it has one.
 * Positions of diagnostics and of examples are found with it.
 */
export function locate(reader: NodeReader, node: Node, path: readonly (string | number)[]): Position {
  let position = node.position;
  let current: Node | undefined = node;
  for (const part of path) {
    current = reader.follow(current);
    if (current?.kind === 'map') {
      const entry: Entry | undefined = current.entries.get(String(part));
      if (entry === undefined) return position;
      position = entry.position;
      current = entry.value;
    } else if (current?.kind === 'sequence') {
      current = current.items[Number(part)];
      if (current === undefined) return position;
      position = current.position;
    } else return position;
  }
  return position;
}
