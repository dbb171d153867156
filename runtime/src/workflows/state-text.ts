import { Decimal } from '../core/decimal.ts';
import { RuntimeError } from '../core/errors.ts';

/*
 * State as JSON. What JSON has no type for is an object with the one key `$` and a pair of type and text; an object that
 * has this key itself is wrapped the same way.
 */

/** Throws `VALUE_INVALID` for what could not be read back: functions, symbols, objects of other classes, cycles. */
export function printState(value: unknown): string {
  return JSON.stringify(wrapped(value, [])) ?? 'null';
}

/** Reads back what `printState` wrote, as JSON that is parsed already. */
export function parseState(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(parseState);
  const entries = Object.entries(json);
  const [first] = entries;
  if (first?.[0] === '$' && Array.isArray(first[1])) return unwrapped(first[1][0], first[1][1]);
  return Object.fromEntries(entries.map(([name, item]) => [name, parseState(item)]));
}

const tagged = (type: string, content: unknown): object => ({ $: [type, content] });

/** @param path Where the value stands, for the error. */
function wrapped(value: unknown, path: readonly string[]): unknown {
  if (path.length > deepest) throw refuse('more than 100 levels deep, or contains itself', path.slice(0, 3));
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || value === undefined) return value;
  if (typeof value === 'bigint') return tagged('bigint', String(value));
  if (typeof value === 'number')
    return isPlain(value) ? value : tagged('number', Object.is(value, -0) ? '-0' : String(value));
  if (typeof value !== 'object') throw refuse(`a ${typeof value}`, path);
  if (Array.isArray(value)) return value.map((item, index) => wrapped(item, [...path, String(index)]) ?? null);
  if (value instanceof Date) return tagged('date', value.getTime());
  if (value instanceof Decimal) return tagged('decimal', value.toString());
  if (value instanceof Uint8Array)
    return tagged('bytes', Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64'));
  if (value instanceof Set) return tagged('set', wrapped([...value], path));
  if (value instanceof Map)
    return tagged(
      'map',
      wrapped(
        [...value].map((pair) => [...pair]),
        path,
      ),
    );
  return wrappedObject(value, path);
}

const deepest = 100;

function isPlain(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function wrappedObject(value: object, path: readonly string[]): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw refuse(`of the class ${value.constructor.name}`, path);
  }
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  const object = Object.fromEntries(fields.map(([name, item]) => [name, wrapped(item, [...path, name])]));
  return Object.hasOwn(object, '$') ? tagged('object', Object.entries(object)) : object;
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
  return Array.isArray(content) ? content.map(parseState) : [];
}

function pairOf(pair: unknown): readonly [unknown, unknown] {
  return Array.isArray(pair) ? [pair[0], pair[1]] : [undefined, undefined];
}

function refuse(what: string, path: readonly string[]): RuntimeError {
  const place = path.length === 0 ? 'State' : `State at ${path.join('.')}`;
  return new RuntimeError(
    'VALUE_INVALID',
    `${place} is ${what}. Keep plain objects, lists, text, numbers, bigint, Date, Decimal, bytes, Map and Set in it`,
  );
}
