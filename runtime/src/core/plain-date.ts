import { RuntimeError } from './errors.ts';

/**
 * A date of the ISO calendar without time and zone, `2026-11-21`, from year 0000 to 9999. Text, so that it compares,
 * sorts, prints and travels in JSON as it is.
 */
export type PlainDate = `${number}-${number}-${number}`;

const millisecondsPerDay = 86_400_000;
const pattern = /^\d{4}-\d{2}-\d{2}$/;

/** True for the text of a day that exists: not for `2026-02-30`. */
function is(value: unknown): value is PlainDate {
  if (typeof value !== 'string' || !pattern.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && isoDay(time) === value;
}

/** Throws `VALUE_INVALID` where the text is no date. */
function parse(text: string): PlainDate {
  if (!is(text)) throw invalid(`${JSON.stringify(text.slice(0, 40))} is no date. Write it as in "2026-11-21".`);
  return text;
}

/** The day of the instant in UTC. */
function fromDate(instant: Date): PlainDate {
  return fromEpochDay(Math.floor(instant.getTime() / millisecondsPerDay));
}

/** Midnight of the day in UTC. */
function toDate(date: PlainDate): Date {
  return new Date(Date.parse(parse(date)));
}

/** Days since 1970-01-01, as Avro's `date` counts. Throws `VALUE_INVALID` outside the years 0000 to 9999. */
function fromEpochDay(day: number): PlainDate {
  const text = Number.isInteger(day) ? isoDay(day * millisecondsPerDay) : undefined;
  if (!is(text)) throw invalid(`Day ${day} since 1970-01-01 is outside the years 0000 to 9999.`);
  return text;
}

function toEpochDay(date: PlainDate): number {
  return toDate(date).getTime() / millisecondsPerDay;
}

/** The date so many days later, earlier where `days` is negative. */
function addDays(date: PlainDate, days: number): PlainDate {
  return fromEpochDay(toEpochDay(date) + days);
}

function isoDay(time: number): string | undefined {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, -'T00:00:00.000Z'.length);
}

function invalid(message: string): RuntimeError {
  return new RuntimeError('VALUE_INVALID', message);
}

/** What can be done with a `PlainDate`. */
export const plainDate: {
  readonly is: typeof is;
  readonly parse: typeof parse;
  readonly fromDate: typeof fromDate;
  readonly toDate: typeof toDate;
  readonly fromEpochDay: typeof fromEpochDay;
  readonly toEpochDay: typeof toEpochDay;
  readonly addDays: typeof addDays;
} = { is, parse, fromDate, toDate, fromEpochDay, toEpochDay, addDays };
