import {
  type Field,
  type JsonObject,
  parseSchema,
  type RecordSchema,
  type Schema,
  type UnionSchema,
} from '@eventwright/avro';
import { Decimal } from '../core/decimal.ts';

/** What is shown outside: plain JSON. */
export type PublicJson =
  | null
  | boolean
  | number
  | string
  | readonly PublicJson[]
  | { readonly [name: string]: PublicJson };

type Show = (value: unknown) => PublicJson;

/** Everything there, or fields by name with what is listed of each. */
type Listed = 'all' | ReadonlyMap<string, Listed>;

/**
 * Makes what the outside may see of a value: the listed fields, in the order of the schema, and never one that says
 * `x-pii`, at whatever depth and however it is listed. Numbers that other languages would round, `long` and `decimal`,
 * come as text; times as in RFC 3339; bytes in base64.
 * @param avro The schema as JSON text. Unknown or personal paths show nothing; the contract's check refuses them.
 */
export function publicView(avro: string, paths: readonly string[]): Show {
  const shown = show(parseSchema(JSON.parse(avro)), listedOf(paths), new Map());
  return (value) => (value === null || shown === undefined ? null : shown(value));
}

function listedOf(paths: readonly string[]): Listed {
  const tree = new Map<string, Listed>();
  for (const [name, below] of Map.groupBy(paths, (path) => path.split('.', 1)[0] ?? '')) {
    const rest = below.map((path) => path.slice(name.length + 1));
    tree.set(name, rest.includes('') ? 'all' : listedOf(rest));
  }
  return tree;
}

/** Records that are shown as a whole, for those that contain themselves. */
type Known = Map<RecordSchema, Show>;

/** Undefined where nothing may be shown. */
function show(schema: Schema, listed: Listed, known: Known): Show | undefined {
  if (isTagged(schema.properties)) return undefined;
  switch (schema.kind) {
    case 'record':
      return showRecord(schema, listed, known);
    case 'union':
      return showUnion(schema, listed, known);
    case 'array': {
      const item = show(schema.items, listed, known);
      return item && ((value) => (Array.isArray(value) ? value.map((one) => item(one)) : null));
    }
    case 'map': {
      const item = show(schema.values, listed, known);
      return item && ((value) => mapped(entriesOf(value), item));
    }
    default:
      // A path that goes on where there are no more fields leads nowhere.
      return listed === 'all' ? scalar : undefined;
  }
}

function showRecord(schema: RecordSchema, listed: Listed, known: Known): Show {
  const earlier = listed === 'all' ? known.get(schema) : undefined;
  if (earlier !== undefined) return earlier;
  const fields: (readonly [name: string, show: Show])[] = [];
  const shown: Show = (value) => {
    const from = new Map(entriesOf(value));
    return Object.fromEntries(fields.map(([name, field]) => [name, field(from.get(name) ?? null)]));
  };
  if (listed === 'all') known.set(schema, shown);
  for (const field of schema.fields) {
    const below = listed === 'all' ? 'all' : listed.get(field.name);
    const one = below === undefined ? undefined : showField(field, below, known);
    if (one !== undefined) fields.push([field.name, one]);
  }
  return shown;
}

function showField({ properties, type }: Field, listed: Listed, known: Known): Show | undefined {
  const shown = isTagged(properties) ? undefined : show(type, listed, known);
  return shown && ((value) => (value === null ? null : shown(value)));
}

/** Nothing of a union where one branch says that it is personal: which branch a value is of must not decide that. */
function showUnion({ branches }: UnionSchema, listed: Listed, known: Known): Show | undefined {
  if (branches.some(({ properties }) => isTagged(properties))) return undefined;
  const shown = branches.map((branch) => ({ branch, show: show(branch, listed, known) }));
  if (shown.every(({ branch, show }) => show === undefined || isNull(branch))) return undefined;
  return (value) => {
    if (value === null) return null;
    const fits = shown.find(({ branch }) => isOf(branch, value, branches));
    return fits?.show === undefined ? null : fits.show(value);
  };
}

const isNull = (schema: Schema): boolean => schema.kind === 'primitive' && schema.type === 'null';

/** Whether a decoded value is of the branch; records among several objects say it by `$type`. */
function isOf(branch: Schema, value: unknown, branches: readonly Schema[]): boolean {
  if (branch.kind === 'array') return Array.isArray(value);
  const isObject = isPlainObject(value);
  if (branch.kind !== 'record' && branch.kind !== 'map') return !isObject && !Array.isArray(value) && !isNull(branch);
  if (!isObject || branches.filter(({ kind }) => kind === 'record' || kind === 'map').length === 1) return isObject;
  const type = entriesOf(value).find(([name]) => name === '$type')?.[1];
  const record = branches.find((one) => one.kind === 'record' && one.name === type);
  return record === undefined ? branch.kind === 'map' : branch === record;
}

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Decimal || value instanceof Date || value instanceof Uint8Array);

/** None for what is no plain object. */
const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isPlainObject(value) ? Object.entries(value) : [];

const mapped = (entries: readonly (readonly [string, unknown])[], item: Show): PublicJson =>
  Object.fromEntries(entries.map(([name, value]) => [name, item(value)]));

function scalar(value: unknown): PublicJson {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Decimal || typeof value === 'bigint') return value.toString();
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** Anything but a clear no counts as yes. */
const isTagged = (properties: JsonObject): boolean =>
  Object.hasOwn(properties, 'x-pii') && properties['x-pii'] !== false;
