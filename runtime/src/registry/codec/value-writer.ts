import type { ValueProblems } from './value-problems.ts';
import type { Wire } from './wire.ts';

/** Turns JavaScript values of one schema into wire values, and says what does not fit. */
export interface ValueWriter {
  /** Ends the sentence 'expected …'. */
  readonly expected: string;
  /** Whether a union may take this branch for the value: exact for scalars, for others by their outer type alone. */
  accepts(value: unknown): boolean;
  /** Where something does not fit, `problems` has it and the result means nothing. */
  write(value: unknown, problems: ValueProblems): Wire;
}
