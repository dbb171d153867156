import { RuntimeError } from './errors.ts';

/**
 * A date of the ISO calendar without time and zone, `2026-11-21`, from year 0000 to 9999. Text, so that it compares,
 * sorts, prints and travels in JSON as it is.
 */
export type PlainDate = `${number}-${number}-${number}`;

const millisecondsPerDay = 86_400_000;
const firstDay = -719_528;
const lastDay = 2_932_896;
/** 1 March of the year 0. */
const firstMarch = firstDay + 60;
const pattern = /^\d{4}-\d{2}-\d{2}$/;

/** True for the text of a day that exists: not for `2026-02-30`. */
function is(value: unknown): value is PlainDate {
  if (typeof value !== 'string' || !pattern.test(value)) return false;
  const [year, month, day] = partsOf(value);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
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
  return new Date(toEpochDay(date) * millisecondsPerDay);
}

/** Days since 1970-01-01, as Avro's `date` counts. Throws `VALUE_INVALID` outside the years 0000 to 9999. */
function fromEpochDay(day: number): PlainDate {
  if (!Number.isInteger(day) || day < firstDay || day > lastDay) {
    throw invalid(`Day ${day} since 1970-01-01 is outside the years 0000 to 9999.`);
  }
  return parse(new Date(day * millisecondsPerDay).toISOString().slice(0, 'yyyy-mm-dd'.length));
}

/** Throws `VALUE_INVALID` where the text is no date. */
function toEpochDay(date: PlainDate): number {
  const [year, month, day] = partsOf(parse(date));
  // Years from March: the leap day is the last of its year, and the months before it take 153 days in fives.
  const shifted = month > 2 ? year : year - 1;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  const monthDays = Math.floor((153 * ((month + 9) % 12) + 2) / 5);
  return firstMarch + shifted * 365 + leapDays + monthDays + day - 1;
}

/** The date so many days later, earlier where `days` is negative. */
function addDays(date: PlainDate, days: number): PlainDate {
  return fromEpochDay(toEpochDay(date) + days);
}

function partsOf(text: string): readonly [year: number, month: number, day: number] {
  return [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
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
