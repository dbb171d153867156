import type { FieldUse } from '../catalog/catalog.ts';

/**
 * Of the places that use an event, those that use a field of its value: places that use it or a field of it, and those that
 * take all of what it is a part of somewhere, where nobody can say what is used of it.
 */
export function usesOfField(uses: readonly FieldUse[], path: string): readonly FieldUse[] {
  const names = path === '' ? [] : path.split('.');
  return uses.filter((use) => use.part === 'value' && concerns(use, names));
}

function concerns({ path, access, except }: FieldUse, names: readonly string[]): boolean {
  const own = path === '' ? [] : path.split('.');
  const shared = Math.min(own.length, names.length);
  if (own.slice(0, shared).some((name, index) => name !== names[index])) return false;
  if (own.length >= names.length) return true;
  return access === 'may read everything' && !except.includes(names[own.length] ?? '');
}

/** Whose code it is: services of the catalogue, or where there are none the repository or the file. */
export const usersOf = ({ services, repository, file }: FieldUse): readonly string[] =>
  services.length > 0 ? services : [repository ?? file];
