import { InvalidArgumentError, Option } from 'commander';
import { isDay } from '../model/day.ts';
import type { Io } from './io.ts';

/** An option that must be given, on the command line or by an environment variable. */
export function required(flags: string, description: string, { io, variable }: { io: Io; variable: string }): Option {
  const option = new Option(flags, `${description} (or the variable ${variable})`).makeOptionMandatory();
  const value = io.env[variable] ?? '';
  return value === '' ? option : option.default(value, 'as set');
}

export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** A day of the calendar, such as 2026-11-21. */
export function parseDay(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('It must be a day, such as 2026-11-21.');
  return text;
}

/** For an option that may be repeated. */
export const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];
