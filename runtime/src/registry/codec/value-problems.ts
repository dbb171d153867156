import { Decimal } from '../../core/decimal.ts';
import { RuntimeError } from '../../core/errors.ts';

/** Problems that an error lists; the rest it counts. */
const mostListed = 10;
const longestText = 60;

/** What is wrong with a value, gathered while it is walked. */
export interface ValueProblems {
  /** Where the walk is: field names and map keys as text, items of arrays as numbers. */
  readonly path: (string | number)[];
  readonly listed: string[];
  count: number;
}

export function noProblems(): ValueProblems {
  return { path: [], listed: [], count: 0 };
}

/** Notes a problem at the current path; `what` follows the path in a sentence. */
export function addProblem(problems: ValueProblems, what: string): void {
  problems.count += 1;
  if (problems.listed.length >= mostListed) return;
  const path = pathText(problems.path);
  problems.listed.push(path === '' ? what : `${path}: ${what}`);
}

export function addMismatch(problems: ValueProblems, expected: string, value: unknown): void {
  addProblem(
    problems,
    value === undefined ? `is missing, expected ${expected}` : `expected ${expected}, got ${show(value)}`,
  );
}

/** `VALUE_INVALID` with every problem by its path. */
export function valueInvalid(name: string, { listed, count }: ValueProblems): RuntimeError {
  if (count === 1) return new RuntimeError('VALUE_INVALID', `${name} does not fit its schema: ${listed[0]}.`);
  const more = count > listed.length ? [`and ${count - listed.length} more`] : [];
  const lines = [...listed, ...more].map((line) => `\n  ${line}`).join('');
  return new RuntimeError('VALUE_INVALID', `${name} does not fit its schema, ${count} problems:${lines}`);
}

/** A value for a sentence, shortened. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shorten(value));
  if (typeof value === 'bigint') return `${shorten(value.toString())}n`;
  if (value instanceof Decimal) return `Decimal ${shorten(value.toString())}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : `Date ${value.toISOString()}`;
  if (value instanceof Uint8Array) return `a Uint8Array of ${value.length} bytes`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) return showObject(value);
  return Object.is(value, -0) ? '-0' : String(value);
}

function showObject(value: object): string {
  const keys = Object.keys(value);
  return keys.length === 0 ? 'an object without fields' : `an object with ${shorten(keys.join(', '))}`;
}

function shorten(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}

/** `lines[2].quantity`; keys that are no names in quotes. */
function pathText(path: readonly (string | number)[]): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[$A-Za-z_]\w*$/.test(step) ? `.${step}` : `[${JSON.stringify(shorten(step))}]`;
  });
  return steps.join('').replace(/^\./, '');
}
