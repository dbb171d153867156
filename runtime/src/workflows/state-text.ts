import { Decimal } from '../core/decimal.ts';
import { RuntimeError } from '../core/errors.ts';

/*
 * State as JSON. What JSON has no type for is an object with the one key `$` and a pair of type and text; an object that
 * has this key itself is wrapped the same way.
 */

/** Throws `VALUE_INVALID` for what could not be read back: functions, symbols, objects of other classes, cycles. */
export function printState(value: unknown): string {
  return JSON.stringify(isJson(value, 0) ? value : wrapped(value, undefined)) ?? 'null';
}

/** Reads back what `printState` wrote, as JSON that is parsed already. */
export function parseState(json: unknown): unknown {
  return hasTags(json) ? unprinted(json) : json;
}

function unprinted(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(unprinted);
  const entries = Object.entries(json);
  const [first] = entries;
  if (first?.[0] === '$' && Array.isArray(first[1])) return unwrapped(first[1][0], first[1][1]);
  return Object.fromEntries(entries.map(([name, item]) => [name, unprinted(item)]));
}

/** True where JSON says all of it; what is refused is not, for it to be looked at closely. Most state is. */
function isJson(value: unknown, depth: number): boolean {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return isPlain(value);
  if (typeof value !== 'object' || depth >= deepest) return false;
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || Object.hasOwn(value, '$')) return false;
  for (const item of Object.values(value)) if (!isJson(item, depth + 1)) return false;
  return true;
}

function hasTags(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return Object.hasOwn(json, '$') || Object.values(json).some(hasTags);
}

const tagged = (type: string, content: unknown): object => ({ $: [type, content] });

/** Where a value stands, for the error: made for each level, so it is a link and not a list. */
interface Place {
  readonly name: string | number;
  readonly outer: Place | undefined;
  /** From 1. */
  readonly depth: number;
}

const within = (outer: Place | undefined, name: string | number): Place => ({
  name,
  outer,
  depth: (outer?.depth ?? 0) + 1,
});

function wrapped(value: unknown, place: Place | undefined): unknown {
  if (place !== undefined && place.depth > deepest)
    throw refuse('more than 100 levels deep, or contains itself', place, 3);
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || value === undefined) return value;
  if (typeof value === 'bigint') return tagged('bigint', String(value));
  if (typeof value === 'number')
    return isPlain(value) ? value : tagged('number', Object.is(value, -0) ? '-0' : String(value));
  if (typeof value !== 'object') throw refuse(`a ${typeof value}`, place);
  if (Array.isArray(value)) return wrappedList(value, place);
  if (value instanceof Date) return tagged('date', value.getTime());
  if (value instanceof Decimal) return tagged('decimal', value.toString());
  if (value instanceof Uint8Array)
    return tagged('bytes', Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64'));
  if (value instanceof Set) return tagged('set', wrappedList([...value], place));
  if (value instanceof Map)
    return tagged(
      'map',
      [...value].map((pair, index) => wrappedList(pair, within(place, index))),
    );
  return wrappedObject(value, place);
}

const wrappedList = (list: readonly unknown[], place: Place | undefined): readonly unknown[] =>
  list.map((item, index) => wrapped(item, within(place, index)) ?? null);

const deepest = 100;

function isPlain(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function wrappedObject(value: object, place: Place | undefined): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw refuse(`of the class ${value.constructor.name}`, place);
  }
  const fields: [string, unknown][] = [];
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined) fields.push([name, wrapped(item, within(place, name))]);
  }
  const object = Object.fromEntries(fields);
  return Object.hasOwn(object, '$') ? tagged('object', fields) : object;
}

function unwrapped(type: unknown, content: unknown): unknown {
  switch (type) {
    case 'bigint':
      return BigInt(String(content));
    case 'number':
      return Number(content);
    case 'date':
      // The time of an invalid date is NaN, which JSON writes as null.
      return new Date(typeof content === 'number' ? content : Number.NaN);
    case 'decimal':
      return Decimal.of(String(content));
    case 'bytes':
      return Uint8Array.from(Buffer.from(String(content), 'base64'));
    case 'set':
      return new Set(listOf(content));
    case 'map':
      return new Map(listOf(content).map(pairOf));
    case 'object':
      return Object.fromEntries(
        listOf(content)
          .map(pairOf)
          .map(([name, item]) => [String(name), item]),
      );
    default:
      throw new RuntimeError(
        'VALUE_UNREADABLE',
        `State has a value of the type '${String(type)}', which this version does not know. Run the version of the runtime that wrote it`,
      );
  }
}

function listOf(content: unknown): readonly unknown[] {
  return Array.isArray(content) ? content.map(unprinted) : [];
}

function pairOf(pair: unknown): readonly [unknown, unknown] {
  return Array.isArray(pair) ? [pair[0], pair[1]] : [undefined, undefined];
}

/** @param shown How many names of the place are told at most. */
function refuse(what: string, place: Place | undefined, shown?: number): RuntimeError {
  const names: (string | number)[] = [];
  for (let at = place; at !== undefined; at = at.outer) names.unshift(at.name);
  const where = names.length === 0 ? 'State' : `State at ${names.slice(0, shown).join('.')}`;
  return new RuntimeError(
    'VALUE_INVALID',
    `${where} is ${what}. Keep plain objects, lists, text, numbers, bigint, Date, Decimal, bytes, Map and Set in it`,
  );
}
