/** What answers can be sent as, all of it JSON; the first where a client has no preference. */
const types = [
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
] as const;

export const defaultType: string = types[0];

interface Range {
  readonly type: string;
  readonly weight: number;
}

/** The type for an `Accept` header, undefined where it takes none that there is. RFC 9110, section 12.5.1. */
export function negotiateType(accept: string | undefined): string | undefined {
  if (accept === undefined || accept.trim() === '') return defaultType;
  const ranges = accept.split(',').map(parseRange);
  const weighed = types.map((type) => ({ type, weight: weightOf(type, ranges) })).filter(({ weight }) => weight > 0);
  const best = Math.max(...weighed.map(({ weight }) => weight));
  return weighed.find(({ weight }) => weight === best)?.type;
}

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const number = weight === undefined ? 1 : Number(weight);
  return { type, weight: Number.isFinite(number) ? number : 1 };
}

/** By the most specific range that matches. A lone `*`, which some clients send, means `*` of everything. */
function weightOf(type: string, ranges: readonly Range[]): number {
  const [main = ''] = type.split('/');
  const patterns = [type, `${main}/*`, '*/*', '*'];
  const found = patterns.flatMap((pattern) => ranges.filter((range) => range.type === pattern));
  return found[0]?.weight ?? 0;
}
