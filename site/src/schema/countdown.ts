import { badge, type Inline } from '../page/block.ts';

/** How far away a day is, counted from another: both as 2026-11-21. None where one of them is no day. */
export function countdown(until: string | undefined, from: string | undefined): readonly Inline[] {
  const days = daysBetween(from, until);
  if (days === undefined) return [];
  if (days < 0) return [badge(`overdue by ${dayText(-days)}`, 'bad')];
  return [badge(days === 0 ? 'the last day' : `${dayText(days)} left`, days <= 30 ? 'warns' : 'plain')];
}

const dayText = (days: number): string => `${days.toLocaleString('en')} ${days === 1 ? 'day' : 'days'}`;

function daysBetween(from: string | undefined, until: string | undefined): number | undefined {
  const [start, end] = [from, until].map((day) =>
    /^\d{4}-\d\d-\d\d$/.test(day ?? '') ? Date.parse(day ?? '') : Number.NaN,
  );
  const days = ((end ?? Number.NaN) - (start ?? Number.NaN)) / 86_400_000;
  return Number.isNaN(days) ? undefined : days;
}
