import type { Entry, MapNode, Node } from './document.ts';
import type { NodeReader } from './node.ts';

/**
 * The node with its `traits` merged in by JSON Merge Patch, as AsyncAPI 3 says: a later trait wins over an earlier
 * one, and the node itself over all of them. Everything keeps its place in the file that it came from.
 */
export function applyTraits(reader: NodeReader, node: MapNode): MapNode {
  const [first, ...later] = reader.items(reader.child(node, 'traits'));
  if (first === undefined) return node;
  const merged = [...later, node].reduce((base, patch) => merge(reader, base, patch), first);
  return merged.kind === 'map' ? { ...merged, position: node.position } : node;
}

function merge(reader: NodeReader, base: Node, patch: Node): Node {
  if (base.kind !== 'map' || patch.kind !== 'map') return patch;
  const entries = new Map<string, Entry>(base.entries);
  for (const [key, { position, value }] of patch.entries) {
    const earlier = reader.follow(entries.get(key)?.value);
    const later = reader.follow(value);
    if (later === undefined) entries.set(key, { position, value });
    else if (later.kind === 'scalar' && later.value === null) entries.delete(key);
    else entries.set(key, { position, value: earlier === undefined ? later : merge(reader, earlier, later) });
  }
  return { kind: 'map', position: patch.position, entries };
}
