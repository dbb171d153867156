import { didYouMean } from '@eventwright/avro';

/**
 * 'Did you mean …?' for a name that is not among the known ones: the nearest of them, where it is near enough to be a slip,
 * else all of them where they are few. Undefined where there is nothing useful to say.
 */
export function suggest(name: string, known: readonly string[]): string | undefined {
  const sorted = [...known].sort();
  const meant = didYouMean(whole(name), sorted.map(whole));
  const nearest = sorted.find((one) => whole(one) === meant);
  if (nearest !== undefined) return `Did you mean '${nearest}'?`;
  if (sorted.length === 0 || sorted.length > maxListed) return undefined;
  return `There ${sorted.length === 1 ? 'is' : 'are'}: ${sorted.map((one) => `'${one}'`).join(', ')}.`;
}

const maxListed = 8;

/** In an Avro name what stands behind the last dot counts most; here it may be no more than the ending of a file. */
const whole = (name: string): string => name.replaceAll('.', '\u0000');
