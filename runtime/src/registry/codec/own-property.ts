import { Decimal } from '../../core/decimal.ts';

/**
 * Contracts and data choose the names of properties, so none may reach a prototype: `__proto__` is a name like others.
 */
export function setOwn(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[name] = value;
  }
}

/** Undefined for what the object only inherits, such as `constructor`. */
export function getOwn(source: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(source, name) ? source[name] : undefined;
}

/** True for objects whose properties are the data: not for arrays, bytes and other values that happen to be objects. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isValueObject(value);
}

function isValueObject(value: object): boolean {
  return (
    value instanceof Decimal ||
    value instanceof Date ||
    value instanceof Map ||
    value instanceof Set ||
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value)
  );
}
