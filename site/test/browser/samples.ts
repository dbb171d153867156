/** A page on the disk. */
export interface BuiltPage {
  /** From the root of the site. */
  readonly path: string;
  readonly bytes: number;
}

/**
 * Of each kind of page the largest one and the smallest one: what goes wrong does so where there is most, or nothing. Kinds are
 * found by addresses, so a new kind of page is in the tests from its first day.
 */
export function samplesOf(pages: readonly BuiltPage[]): readonly string[] {
  const kinds = Map.groupBy(pages, ({ path }) => kindOf(path));
  const samples = [...kinds.values()].flatMap((list) => {
    const sorted = list.toSorted((a, b) => a.bytes - b.bytes || (a.path < b.path ? -1 : 1));
    return [sorted.at(-1), sorted[0]].flatMap((page) => page?.path ?? []);
  });
  return [...new Set(samples)].sort();
}

/** The largest page of each kind. */
export function templatesOf(pages: readonly BuiltPage[]): readonly string[] {
  const kinds = Map.groupBy(pages, ({ path }) => kindOf(path));
  return [...kinds.values()]
    .flatMap((list) => list.toSorted((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1))[0]?.path ?? [])
    .sort();
}

/** A page of a folder is as the others there, whatever it is about. */
export function kindOf(path: string): string {
  const steps = path.replace(/\.html$/, '').split('/');
  const last = steps.at(-1) ?? '';
  if (/~p\d+$/.test(last)) return 'continued';
  if (steps.length === 1) return last;
  if (/^v\d+-v\d+$/.test(last)) return `${steps[0]}/diff`;
  if (steps[0] === 'events' && steps.length === 3 && !/^v\d+$/.test(last)) return `events/${last}`;
  return /^v\d+$/.test(last) ? `${steps[0]}/version` : `${steps[0]}/${steps.length}`;
}
