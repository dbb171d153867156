import type { Position } from '@eventwright/avro';
import type { MapNode, Node } from '../model/document.ts';
import { rawChild, scalarValue } from '../model/node.ts';

/** The names in an Avro schema, full; of one that is broken as many as can be made out. */
export interface AvroNames {
  readonly defined: readonly string[];
  readonly used: readonly { readonly name: string; readonly position: Position }[];
}

interface Names {
  readonly defined: string[];
  readonly used: { readonly name: string; readonly position: Position }[];
}

export function avroNames(root: Node): AvroNames {
  const names: Names = { defined: [], used: [] };
  collect(names, root, '');
  return names;
}

function collect(names: Names, node: Node | undefined, namespace: string): void {
  if (node?.kind === 'sequence') for (const item of node.items) collect(names, item, namespace);
  if (node?.kind === 'map') collectType(names, node, namespace);
  const name = node === undefined ? undefined : scalarValue(node);
  if (node !== undefined && typeof name === 'string')
    names.used.push({ name: full(name, namespace), position: node.position });
}

function collectType(names: Names, node: MapNode, outer: string): void {
  const name = scalarValue(rawChild(node, 'name'));
  const written = scalarValue(rawChild(node, 'namespace'));
  const own = typeof written === 'string' ? written : outer;
  const defined = typeof name === 'string' ? full(name, own) : undefined;
  if (defined !== undefined) names.defined.push(defined);
  const namespace = defined === undefined ? outer : defined.slice(0, Math.max(0, defined.lastIndexOf('.')));
  for (const key of ['type', 'items', 'values']) {
    const inner = rawChild(node, key);
    if (key !== 'type' || inner?.kind !== 'scalar') collect(names, inner, namespace);
  }
  const fields = rawChild(node, 'fields');
  if (fields?.kind !== 'sequence') return;
  for (const field of fields.items) collect(names, rawChild(field, 'type'), namespace);
}

const full = (name: string, namespace: string): string =>
  name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
