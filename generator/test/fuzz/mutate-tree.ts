import { parse, stringify } from 'yaml';
import { hostileTexts, type TextEditPlace } from './mutate-text.ts';

/** What leaves the syntax whole. */
export const treeEdits = [
  'delete a node',
  'replace a node',
  'replace a text',
  'rename a key',
  'duplicate a node',
  'add a key',
  'put a node of another place',
  'put a node of another file',
  'refer to another place',
] as const;
export type TreeEdit = (typeof treeEdits)[number];

type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree };

const shallow: readonly Tree[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e21,
  2 ** 53,
  -0,
  [],
  {},
  [null],
  { $ref: '#' },
  { $ref: '#/channels' },
  { $ref: '' },
  { $ref: 1 },
  { type: 'string' },
  { type: 'object', properties: { x: { $ref: '#' } } },
  ['null', 'string'],
  { type: 'array', items: 'string' },
  { type: 'map', values: 'long' },
  { type: 'record', name: 'X', fields: [] },
  { type: 'enum', name: 'X', symbols: ['A', 'a'] },
  { type: 'fixed', name: 'X', size: 3 },
  { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 },
  { const: 1, enum: ['x', 1, null] },
  { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: 'string' },
];

export const hostileValue: { readonly count: number; of(index: number): Tree } = {
  count: hostileTexts.length + shallow.length,
  of: (index) => shallow[index] ?? hostileTexts[index - shallow.length] ?? '',
};

/** A node, and how to put another one in its place or take it out. */
interface Slot {
  readonly value: Tree;
  readonly key: string | number;
  readonly parent: Tree[] | { [key: string]: Tree };
}

/** The text unchanged where it is broken already. */
export function mutateTree(text: string, edit: TreeEdit, by: TextEditPlace): string {
  const tree = treeOf(text);
  const slots = slotsOf(tree);
  const slot = slots[by.at % Math.max(1, slots.length)];
  if (slot === undefined) return text;
  apply(edit, slot, { ...by, slots });
  return /^\s*[{[]/.test(text) ? JSON.stringify(tree, null, 2) : stringify(tree, { aliasDuplicateObjects: false });
}

function treeOf(text: string): Tree {
  try {
    return parse(text, { logLevel: 'silent' }) ?? null;
  } catch {
    return null;
  }
}

function slotsOf(tree: Tree): readonly Slot[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const list: readonly (readonly [string | number, Tree])[] = Array.isArray(tree)
    ? [...tree.entries()]
    : Object.entries(tree);
  return list.flatMap(([key, value]) => [{ value, key, parent: tree }, ...slotsOf(value)]);
}

function apply(edit: TreeEdit, slot: Slot, by: TextEditPlace & { slots: readonly Slot[] }): void {
  if (edit === 'delete a node' || edit === 'rename a key') remove(slot);
  if (edit !== 'delete a node')
    put({ ...slot, key: keyAfter(edit, slot, by) }, structuredClone(valueAfter(edit, slot, by)));
}

function keyAfter(edit: TreeEdit, { key, parent }: Slot, { value, other }: TextEditPlace): string | number {
  switch (edit) {
    case 'rename a key':
      return hostileText(value);
    case 'add a key':
      return hostileText(other);
    case 'duplicate a node':
      return Array.isArray(parent) ? parent.length : `${key}2`;
    default:
      return key;
  }
}

function valueAfter(edit: TreeEdit, slot: Slot, by: TextEditPlace & { slots: readonly Slot[] }): Tree {
  const { value, other, slots, from } = by;
  switch (edit) {
    case 'replace a node':
    case 'add a key':
      return hostileValue.of(value);
    case 'replace a text':
      return hostileText(value);
    case 'put a node of another place':
      return slots[other % slots.length]?.value ?? null;
    case 'put a node of another file': {
      const theirs = slotsOf(treeOf(from));
      return theirs[value % Math.max(1, theirs.length)]?.value ?? null;
    }
    case 'refer to another place':
      return { $ref: pointerTo(slots, other) };
    default:
      return slot.value;
  }
}

const hostileText = (index: number): string => hostileTexts[index % hostileTexts.length] ?? '';

function pointerTo(slots: readonly Slot[], at: number): string {
  const path: (string | number)[] = [];
  let slot = slots[at % slots.length];
  while (slot !== undefined) {
    path.unshift(slot.key);
    const { parent } = slot;
    slot = slots.find(({ value }) => value === parent);
  }
  return `#/${path.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}

function remove({ parent, key }: Slot): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[String(key)];
}

function put({ parent, key }: Slot, value: Tree): void {
  if (Array.isArray(parent)) parent.splice(typeof key === 'number' ? key : parent.length, 1, value);
  // A key such as `__proto__` is a key like any other.
  else Object.defineProperty(parent, String(key), { value, enumerable: true, configurable: true, writable: true });
}
