import { shortNameOf } from '../full-name.ts';

/**
 * The candidate that was most likely meant: the same short name in another namespace, else the nearest spelling; of
 * equals the first by name. Undefined where nothing is near.
 */
export function didYouMean(written: string, candidates: Iterable<string>): string | undefined {
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of [...candidates].sort()) {
    const distance = distanceTo(written, candidate);
    if (distance !== undefined && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

function distanceTo(written: string, candidate: string): number | undefined {
  if (shortNameOf(written) === shortNameOf(candidate)) return 0.5;
  const limit = Math.max(1, Math.floor(written.length / 3));
  const distance = Math.min(
    editDistance(written, candidate, limit),
    editDistance(shortNameOf(written), shortNameOf(candidate), Math.min(limit, shortNameOf(written).length / 3)),
  );
  return Number.isFinite(distance) ? distance : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours between two texts, capitals ignored; Infinity beyond the limit. */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return Number.POSITIVE_INFINITY;
  const [a, b] = [from.toLowerCase(), to.toLowerCase()];
  let before: readonly number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (a[line - 1] === b[column - 1] ? 0 : 1);
      const isSwap = column > 1 && a[line - 1] === b[column - 2] && a[line - 2] === b[column - 1];
      const swapped = isSwap ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(replaced, swapped, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  const distance = row[b.length] ?? 0;
  return distance <= limit ? distance : Number.POSITIVE_INFINITY;
}
