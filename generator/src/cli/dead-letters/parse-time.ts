import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time as people say it: `2026-11-21T09:00`, or `2h` for so long ago. */
export function parseTime(text: string): Date {
  const { count = '', unit = '' } = /^(?<count>\d{1,6})(?<unit>[smhd])$/.exec(text)?.groups ?? {};
  if (unit !== '') return new Date(Date.now() - Number(count) * (units[unit] ?? 0));
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(time.getTime())) return time;
  throw new InvalidArgumentError('Write a date (2026-11-21, 2026-11-21T09:00Z) or how long ago (90s, 15m, 2h, 7d).');
}
