import type { ExactObject } from './exact-json.ts';

export const primitiveNames: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);

export const namedKinds: ReadonlySet<string> = new Set(['record', 'error', 'enum', 'fixed']);

const typeNames: ReadonlySet<string> = new Set([...primitiveNames, 'record', 'enum', 'array', 'map', 'union', 'fixed']);

/** A name in two parts; the namespace is empty where there is none. */
export interface SplitName {
  readonly namespace: string;
  readonly short: string;
}

/** The name of a definition: a dotted `name` brings its own namespace, else `namespace` counts, else the enclosing one. */
export function nameOf(definition: ExactObject, enclosing: string): SplitName {
  const name = typeof definition['name'] === 'string' ? definition['name'] : '';
  if (name.includes('.')) return splitName(name);
  const own = definition['namespace'];
  return { namespace: typeof own === 'string' ? own : enclosing, short: name };
}

export function splitName(name: string): SplitName {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? { namespace: '', short: name } : { namespace: name.slice(0, dot), short: name.slice(dot + 1) };
}

export function fullName({ namespace, short }: SplitName): string {
  return namespace === '' ? short : `${namespace}.${short}`;
}

/** How Avro's Java library writes a name inside a namespace: short where that says the same, else in full. */
export function relativeName(name: string, namespace: string): string {
  const split = splitName(name);
  return split.namespace !== '' && split.namespace === namespace && !typeNames.has(split.short) ? split.short : name;
}
