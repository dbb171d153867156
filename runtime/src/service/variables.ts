import { RuntimeError } from '../core/errors.ts';

/** Usually `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

export interface IntegerVariable {
  readonly name: string;
  /** Where the variable is not set, or empty. */
  readonly otherwise: number;
  /** Default: as large as a number can be without loss. */
  readonly most?: number;
}

/** A variable of the environment that is a whole number of 0 or more. Throws `CONFIGURATION_INVALID` where it is none. */
export function integerVariable(variables: Variables, { name, otherwise, most }: IntegerVariable): number {
  const text = textVariable(variables, name);
  if (text === undefined) return otherwise;
  const largest = most ?? Number.MAX_SAFE_INTEGER;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number <= largest) return number;
  const range = most === undefined ? 'a whole number of 0 or more' : `a whole number from 0 to ${most}`;
  throw invalidVariable(name, `'${text}'`, `${range}, such as ${otherwise}`);
}

/** A variable that is a TCP port; 0 stands for any free one. Throws `CONFIGURATION_INVALID` where it is none. */
export function portVariable(variables: Variables, name: string, otherwise: number): number {
  return integerVariable(variables, { name, otherwise, most: 65_535 });
}

/** An empty variable counts as one that is not set: that is how shells and compose files leave one out. */
export function textVariable(variables: Variables, name: string): string | undefined {
  const text = variables[name]?.trim();
  return text === '' ? undefined : text;
}

/** @param wanted What the variable has to be, with an example. */
export function invalidVariable(name: string, given: string, wanted: string): RuntimeError {
  return new RuntimeError(
    'CONFIGURATION_INVALID',
    `The environment variable ${name} is ${given}. Set it to ${wanted}.`,
  );
}
