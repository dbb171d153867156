/**
 * 'Did you mean …?' for a name that is not among the known ones: the nearest of them, where it is near enough to be a slip,
 * else all of them where they are few. Undefined where there is nothing useful to say.
 */
export function suggest(name: string, known: readonly string[]): string | undefined {
  const sorted = [...known].sort();
  const nearest = nearestOf(name, sorted);
  if (nearest !== undefined) return `Did you mean '${nearest}'?`;
  if (sorted.length === 0 || sorted.length > maxListed) return undefined;
  return `There ${sorted.length === 1 ? 'is' : 'are'}: ${sorted.map((one) => `'${one}'`).join(', ')}.`;
}

const maxListed = 8;

function nearestOf(name: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let nearest: string | undefined;
  let least = limit + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return nearest;
}

/** Levenshtein distance by rows. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
