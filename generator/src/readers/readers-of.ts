import type { FieldRead, Part } from './field-read.ts';

/** A field of a message, or with an empty path all of it. */
export interface FieldPath {
  readonly message: string;
  /** Default: the value. */
  readonly part?: Part;
  /** `totals.total.currency`, or as a JSON pointer of field names `/totals/total/currency`. Arrays and maps have no name. */
  readonly path: string;
}

/**
 * The places that a change of the field may break: those that use it or a field of it, and those that may read everything
 * of what it is a part of.
 */
export function readersOf(reads: readonly FieldRead[], { message, part, path }: FieldPath): readonly FieldRead[] {
  const names = namesOf(path);
  return reads.filter(
    (read) =>
      read.message === message &&
      (part === undefined ? names.length === 0 || read.part === 'value' : read.part === part) &&
      concerns(read, names),
  );
}

function concerns(read: FieldRead, names: readonly string[]): boolean {
  const own = namesOf(read.path);
  const shared = Math.min(own.length, names.length);
  if (own.slice(0, shared).some((name, index) => name !== names[index])) return false;
  if (own.length >= names.length) return true;
  // The place uses something that the field is inside of. Who names that and goes no further does not use the field.
  return read.access === 'may read everything' && !(read.except ?? []).includes(names[own.length] ?? '');
}

/** The names of a dotted path or a JSON pointer. */
export function namesOf(path: string): readonly string[] {
  if (!path.startsWith('/')) return path === '' ? [] : path.split('.');
  return path
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}
