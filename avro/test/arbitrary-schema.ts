import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../src/index.ts';

/**
 * What a schema is made of, still without names: types are named in the order of the text when the schema is written,
 * so that any shape becomes a valid schema.
 */
type Shape =
  | { readonly kind: 'plain'; readonly schema: JsonValue; readonly unionKey: string; readonly value: JsonValue }
  | { readonly kind: 'reference'; readonly index: number }
  | { readonly kind: 'array' | 'map'; readonly inner: Shape; readonly properties: JsonObject }
  | { readonly kind: 'union'; readonly branches: readonly Shape[] }
  | { readonly kind: 'record'; readonly head: Head; readonly fields: readonly FieldShape[]; readonly isError: boolean }
  | { readonly kind: 'enum'; readonly head: Head; readonly symbols: readonly string[]; readonly hasDefault: boolean }
  | { readonly kind: 'fixed'; readonly head: Head; readonly size: number };

type NamedShape = Extract<Shape, { readonly head: Head }>;

/** What all named types have. */
interface Head {
  readonly namespace: string | undefined;
  readonly attributes: JsonObject;
}

interface FieldShape {
  readonly type: Shape;
  readonly hasDefault: boolean;
  readonly attributes: JsonObject;
}

const plainShapes: readonly (readonly [string, JsonValue, JsonValue])[] = [
  ['null', 'null', null],
  ['boolean', 'boolean', true],
  ['int', 'int', -(2 ** 31)],
  ['int', { type: 'int', logicalType: 'date' }, 19_000],
  ['long', 'long', 2n ** 63n - 1n],
  ['long', { type: 'long', logicalType: 'timestamp-millis', unit: 'ms' }, 0],
  ['float', { type: 'float' }, 1.5],
  ['double', 'double', -0],
  ['bytes', { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 }, '\u0000ÿ'],
  ['string', 'string', 'é"\\'],
  ['string', { type: 'string', 'avro.java.string': 'String', logicalType: 'uuid' }, ''],
];

const plain = fc
  .constantFrom(...plainShapes)
  .map(([unionKey, schema, value]): Shape => ({ kind: 'plain', schema, unionKey, value }));

/** Some of the attributes. */
function attributes(entries: Readonly<Record<string, fc.Arbitrary<JsonValue>>>): fc.Arbitrary<JsonObject> {
  const members = Object.entries(entries).map(([name, value]) =>
    value.map((chosen): [string, JsonValue] => [name, chosen]),
  );
  return fc
    .tuple(...members.map((one) => fc.option(one)))
    .map((chosen) => Object.fromEntries(chosen.flatMap((one) => (one === null ? [] : [one]))));
}

const property = fc.constantFrom<JsonValue>(null, [1, { b: 2, a: [] }], 'x', { __proto__: null, y: 1.25 });
const head = fc.record<Head>({
  namespace: fc.constantFrom(undefined, '', 'shop', 'shop.orders'),
  attributes: attributes({
    doc: fc.string(),
    aliases: fc.constantFrom(['Old'], ['shop.Old', '.Older'], []),
    'x-owner': property,
    a: property,
  }),
});
const symbols = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', '_d'), { minLength: 1 });

/** What no two branches of a union share, as far as it is known before types have names. */
function unionKey(node: Shape): string | Shape {
  if (node.kind === 'plain') return node.unionKey;
  return 'head' in node ? node : node.kind;
}

const { shape, record } = fc.letrec<{ shape: Shape; record: Shape; field: FieldShape }>((tie) => ({
  shape: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plain,
    fc.record({ kind: fc.constant<'reference'>('reference'), index: fc.nat(9) }),
    fc.record({ kind: fc.constant<'enum'>('enum'), head, symbols, hasDefault: fc.boolean() }),
    fc.record({ kind: fc.constant<'fixed'>('fixed'), head, size: fc.nat(3) }),
    fc.record({
      kind: fc.constantFrom<'array' | 'map'>('array', 'map'),
      inner: tie('shape'),
      properties: attributes({ note: property }),
    }),
    fc.record({
      kind: fc.constant<'union'>('union'),
      branches: fc
        .uniqueArray(tie('shape'), { selector: unionKey, maxLength: 4 })
        .map((branches) => branches.filter(({ kind }) => kind !== 'union')),
    }),
    tie('record'),
  ),
  record: fc.record({
    kind: fc.constant<'record'>('record'),
    head,
    fields: fc.array(tie('field'), { maxLength: 4 }),
    isError: fc.boolean(),
  }),
  field: fc.record({
    type: tie('shape'),
    hasDefault: fc.boolean(),
    attributes: attributes({
      doc: fc.string(),
      order: fc.constantFrom('ascending', 'descending', 'ignore'),
      aliases: fc.constantFrom(['before'], ['g', 'h'], []),
      'x-pii': property,
    }),
  }),
}));

/** Valid schemas as JSON values, with recursion, references ahead, namespaces and every attribute. */
export const arbitrarySchema: fc.Arbitrary<JsonValue> = shape.map(writeSchema);

/** The same, a record outside, as events are. */
export const arbitraryRecord: fc.Arbitrary<JsonValue> = record.map(writeSchema);

function writeSchema(root: Shape): JsonValue {
  const names = new Map<Shape, string>();
  nameTypes(root, '', names);
  return write(root, { all: [...names.values()], names });
}

/** Gives each named type a full name, in the order of the text. */
function nameTypes(node: Shape, namespace: string, names: Map<Shape, string>): void {
  if (node.kind === 'array' || node.kind === 'map') nameTypes(node.inner, namespace, names);
  if (node.kind === 'union') for (const branch of node.branches) nameTypes(branch, namespace, names);
  if (!('head' in node)) return;
  const own = node.head.namespace ?? namespace;
  names.set(node, own === '' ? `T${names.size}` : `${own}.T${names.size}`);
  if (node.kind === 'record') for (const field of node.fields) nameTypes(field.type, own, names);
}

interface Naming {
  readonly all: readonly string[];
  readonly names: ReadonlyMap<Shape, string>;
}

function write(node: Shape, naming: Naming): JsonValue {
  switch (node.kind) {
    case 'plain':
      return node.schema;
    case 'reference':
      return referredName(node, naming) ?? 'string';
    case 'array':
      return { ...node.properties, type: 'array', items: write(node.inner, naming) };
    case 'map':
      return { type: { type: 'map', values: write(node.inner, naming), ...node.properties } };
    case 'union':
      return unionBranches(node.branches, naming).map((branch) => write(branch, naming));
    default:
      return { ...node.head.attributes, ...writeName(node, naming), ...writeKind(node, naming) };
  }
}

/** A dot in front where there is no namespace, so that it is never taken for one of the enclosing namespace. */
function referredName({ index }: { readonly index: number }, { all }: Naming): string | undefined {
  const name = all[index % Math.max(1, all.length)];
  return name === undefined || name.includes('.') ? name : `.${name}`;
}

function writeName(node: NamedShape, { names }: Naming): JsonObject {
  const fullName = names.get(node) ?? '';
  const short = fullName.slice(fullName.lastIndexOf('.') + 1);
  return node.head.namespace === undefined ? { name: short } : { name: short, namespace: node.head.namespace };
}

function writeKind(node: NamedShape, naming: Naming): JsonObject {
  switch (node.kind) {
    case 'record': {
      const fields = node.fields.map((field, index) => writeField(field, `f${index}`, naming));
      return { type: node.isError ? 'error' : 'record', fields };
    }
    case 'enum':
      return {
        type: 'enum',
        symbols: node.symbols,
        ...(node.hasDefault ? { default: node.symbols.at(-1) ?? '' } : {}),
      };
    case 'fixed':
      return { type: 'fixed', size: node.size };
  }
}

function writeField(field: FieldShape, name: string, naming: Naming): JsonObject {
  const value = field.hasDefault ? defaultOf(field.type, naming) : undefined;
  return {
    ...field.attributes,
    name,
    type: write(field.type, naming),
    ...(value === undefined ? {} : { default: value }),
  };
}

/** The branches as written; a reference goes where another branch is of the type that it names. */
function unionBranches(branches: readonly Shape[], naming: Naming): readonly Shape[] {
  const siblings = new Set(branches.map((branch) => naming.names.get(branch) ?? unionKey(branch)));
  return branches.filter((branch) => {
    if (branch.kind !== 'reference') return true;
    return !siblings.has(referredName(branch, naming)?.replace(/^\./, '') ?? 'string');
  });
}

/** A valid value for a default; undefined where there is none to be had. */
function defaultOf(node: Shape, naming: Naming): JsonValue | undefined {
  switch (node.kind) {
    case 'plain':
      return node.value;
    case 'reference':
      return undefined;
    case 'array':
    case 'map':
      return containerValue(node.kind, defaultOf(node.inner, naming));
    case 'union':
      return unionBranches(node.branches, naming)
        .map((branch) => defaultOf(branch, naming))
        .findLast((value) => value !== undefined);
    case 'enum':
      return node.symbols[0];
    case 'fixed':
      return 'ÿ'.repeat(node.size);
    case 'record': {
      const values = node.fields.map((field, index): [string, JsonValue | undefined] => [
        `f${index}`,
        defaultOf(field.type, naming),
      ]);
      const known = values.flatMap(([name, value]): [string, JsonValue][] =>
        value === undefined ? [] : [[name, value]],
      );
      return known.length === values.length ? Object.fromEntries(known) : undefined;
    }
  }
}

function containerValue(kind: 'array' | 'map', inner: JsonValue | undefined): JsonValue {
  if (kind === 'array') return inner === undefined ? [] : [inner];
  return inner === undefined ? {} : { key: inner };
}
