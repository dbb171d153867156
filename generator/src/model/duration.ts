const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A timer of JavaScript that waits longer than 2^31 - 1 ms, which is less than 25 days, fires at once. */
const longest = 24 * units.d;

/** What a contract writes as a duration: `250ms`, `30s`, `2m`, `1h`, `1d`, or a whole number of milliseconds. */
const written = /^(\d+)(ms|s|m|h|d)$/;

/** For people who wrote something else. */
export const durationHelp = 'Write a whole number and a unit, such as 250ms, 30s, 10m, 1h or 1d; from 1ms to 24d.';

/** In milliseconds; undefined for what is no duration, no time at all, or longer than a timer can wait. */
export function parseDuration(value: unknown): number | undefined {
  const milliseconds = typeof value === 'string' ? textDuration(value) : value;
  if (typeof milliseconds !== 'number' || !Number.isInteger(milliseconds)) return undefined;
  return milliseconds >= 1 && milliseconds <= longest ? milliseconds : undefined;
}

function textDuration(text: string): number | undefined {
  const [, number, unit] = written.exec(text) ?? [];
  const [, factor] = Object.entries(units).find(([name]) => name === unit) ?? [];
  return factor === undefined ? undefined : Number(number) * factor;
}

/** As a contract writes it, in the largest unit that leaves a whole number: 90,000 ms are `90s`. */
export function durationText(milliseconds: number): string {
  const [unit, factor] = Object.entries(units).findLast(([, one]) => milliseconds % one === 0) ?? ['ms', 1];
  return `${milliseconds / factor}${unit}`;
}
