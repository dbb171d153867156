import fc from 'fast-check';
import { Decimal } from '../../core/decimal.ts';
import { plainDate } from '../../core/plain-date.ts';

/** A random schema as JSON, with values of it; test support. */
export interface SchemaCase {
  readonly schema: unknown;
  readonly value: unknown;
}

type Node =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'fixed'; readonly size: number }
  | { readonly kind: 'enum'; readonly symbols: readonly string[] }
  | { readonly kind: 'array' | 'map'; readonly of: Node }
  | { readonly kind: 'record'; readonly fields: readonly (readonly [string, Node])[] }
  | { readonly kind: 'union'; readonly branches: readonly Node[] };

interface Leaf {
  readonly schema: unknown;
  /** Unions hold one of each. */
  readonly branch: string;
  readonly values: fc.Arbitrary<unknown>;
}

/** Names that meet JavaScript's own. */
const names = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  'a',
  'b',
  'c_1',
  'then',
);

const bytes = fc.uint8Array({ maxLength: 12 }).map((array) => Uint8Array.from(array));
const longs = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const ints = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const dates = fc.integer({ min: -719_528, max: 2_932_896 }).map((day) => plainDate.fromEpochDay(day));

function decimals(digits: number, scale: number): fc.Arbitrary<Decimal> {
  const most = 10n ** BigInt(digits) - 1n;
  return fc.bigInt({ min: -most, max: most }).map((unscaled) => Decimal.fromUnscaled(unscaled, scale));
}

function logical(type: string, logicalType: string, values: fc.Arbitrary<unknown>): Leaf {
  return { schema: { type, logicalType }, branch: type, values };
}

const leaves: readonly Leaf[] = [
  { schema: 'null', branch: 'null', values: fc.constant(null) },
  { schema: 'boolean', branch: 'boolean', values: fc.boolean() },
  { schema: 'int', branch: 'int', values: ints },
  { schema: 'long', branch: 'long', values: longs },
  { schema: 'float', branch: 'float', values: fc.float() },
  { schema: 'double', branch: 'double', values: fc.double() },
  { schema: 'bytes', branch: 'bytes', values: bytes },
  { schema: 'string', branch: 'string', values: text },
  logical('string', 'uuid', fc.uuid()),
  logical('int', 'date', dates),
  logical('int', 'time-millis', fc.integer({ min: 0, max: 86_399_999 })),
  logical('long', 'time-micros', fc.bigInt({ min: 0n, max: 86_399_999_999n })),
  logical('long', 'timestamp-millis', fc.date({ noInvalidDate: true })),
  logical('long', 'local-timestamp-millis', fc.date({ noInvalidDate: true })),
  logical('long', 'timestamp-micros', longs),
  logical('long', 'timestamp-nanos', longs),
  {
    schema: { type: 'bytes', logicalType: 'decimal', precision: 20, scale: 4 },
    branch: 'bytes',
    values: decimals(20, 4),
  },
];

const leafNodes = fc.constantFrom(...leaves).map((leaf): Node => ({ kind: 'leaf', leaf }));

const nodes = fc.letrec<{ node: Node; branch: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: leafNodes, weight: 3 },
    { arbitrary: tie('branch'), weight: 3 },
    {
      arbitrary: fc
        .uniqueArray(tie('branch'), { selector: branchOf, minLength: 1, maxLength: 4 })
        .map((branches): Node => ({ kind: 'union', branches })),
      weight: 2,
    },
  ),
  branch: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leafNodes,
    fc.integer({ min: 0, max: 9 }).map((size): Node => ({ kind: 'fixed', size })),
    fc.uniqueArray(names, { minLength: 1 }).map((symbols): Node => ({ kind: 'enum', symbols })),
    tie('node').map((of): Node => ({ kind: 'array', of })),
    tie('node').map((of): Node => ({ kind: 'map', of })),
    fc
      .uniqueArray(fc.tuple(names, tie('node')), { selector: ([name]) => name, maxLength: 4 })
      .map((fields): Node => ({ kind: 'record', fields })),
  ),
}));

let named = 0;

/** Named types differ always: they are numbered. */
function branchOf(node: Node): string {
  if (node.kind === 'leaf') return node.leaf.branch;
  if (node.kind === 'array' || node.kind === 'map') return node.kind;
  named += 1;
  return `${named}`;
}

/** Schemas of every kind, each with one value that has to survive a round trip. */
export const schemaCases: fc.Arbitrary<SchemaCase> = nodes.node.chain((node) => {
  const count = { value: 0 };
  const { schema, values } = build(node, count);
  return values.map((value) => ({ schema, value }));
});

interface Built {
  readonly schema: unknown;
  readonly values: fc.Arbitrary<unknown>;
}

function build(node: Node, count: { value: number }): Built {
  switch (node.kind) {
    case 'leaf':
      return node.leaf;
    case 'fixed': {
      const values = fc
        .uint8Array({ minLength: node.size, maxLength: node.size })
        .map((array) => Uint8Array.from(array));
      return { schema: { type: 'fixed', name: nextName(count), size: node.size }, values };
    }
    case 'enum':
      return {
        schema: { type: 'enum', name: nextName(count), symbols: node.symbols },
        values: fc.constantFrom(...node.symbols),
      };
    case 'array': {
      const items = build(node.of, count);
      return { schema: { type: 'array', items: items.schema }, values: fc.array(items.values, { maxLength: 3 }) };
    }
    case 'map': {
      const values = build(node.of, count);
      const keys = fc.oneof(names, fc.string({ maxLength: 4 }));
      return {
        schema: { type: 'map', values: values.schema },
        values: fc.dictionary(keys, values.values, { maxKeys: 3, noNullPrototype: true }),
      };
    }
    case 'record':
      return buildRecord(node.fields, count).built;
    case 'union':
      return buildUnion(node.branches, count);
  }
}

function buildRecord(
  fields: readonly (readonly [string, Node])[],
  count: { value: number },
): { name: string; built: Built } {
  const name = nextName(count);
  const built = fields.map(([field, node]) => ({ field, ...build(node, count) }));
  const schema = { type: 'record', name, fields: built.map((part) => ({ name: part.field, type: part.schema })) };
  const values = fc
    .tuple(...built.map((part) => part.values))
    .map((parts) => Object.fromEntries(built.map((part, index) => [part.field, parts[index]])));
  return { name: `test.${name}`, built: { schema: { ...schema, namespace: 'test' }, values } };
}

function buildUnion(branches: readonly Node[], count: { value: number }): Built {
  const tagged = branches.filter(({ kind }) => kind === 'record' || kind === 'map').length > 1;
  const built = branches.map((branch) => {
    if (branch.kind !== 'record') return build(branch, count);
    const { name, built: record } = buildRecord(branch.fields, count);
    const values = record.values.map((value) =>
      tagged ? { $type: name, ...(value instanceof Object ? value : {}) } : value,
    );
    return { schema: record.schema, values };
  });
  return { schema: built.map((branch) => branch.schema), values: fc.oneof(...built.map((branch) => branch.values)) };
}

function nextName(count: { value: number }): string {
  count.value += 1;
  return `T${count.value}`;
}
