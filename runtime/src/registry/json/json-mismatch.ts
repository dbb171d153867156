import type { RuntimeError } from '../../core/errors.ts';
import { addMismatch, noProblems, valueInvalid } from '../codec/value-problems.ts';
import type { Path } from './json-value.ts';

/** `VALUE_INVALID`: what stands at the path is not what was expected there. */
export function jsonMismatch(at: Path, expected: string, value: unknown): RuntimeError {
  const problems = noProblems();
  problems.path.push(...at.slice(1));
  addMismatch(problems, expected, value);
  return valueInvalid(String(at[0]), problems);
}
