import { didYouMean } from '@eventwright/avro';

/**
 * 'Did you mean …?' for a name that is not among the known ones: the nearest of them, where it is near enough to be a slip,
 * else all of them where they are few. Undefined where there is nothing useful to say.
 */
export function suggest(name: string, known: readonly string[]): string | undefined {
  const sorted = [...known].sort();
  const nearest = didYouMean(name, sorted);
  if (nearest !== undefined) return `Did you mean '${nearest}'?`;
  if (sorted.length === 0 || sorted.length > maxListed) return undefined;
  return `There ${sorted.length === 1 ? 'is' : 'are'}: ${sorted.map((one) => `'${one}'`).join(', ')}.`;
}

const maxListed = 8;
