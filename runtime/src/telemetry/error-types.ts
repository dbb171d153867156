import { otherError } from './semantic-conventions.ts';

/** So many types are told apart; a program that makes up names for its errors must not make up time series. */
const distinct = 50;

/** The type of an error as `error.type`: its code where it has one, else its name. */
export type ErrorTypeOf = (error: unknown) => string;

/** Tells a bounded number of types apart. */
export function errorTypes(): ErrorTypeOf {
  const known = new Set<string>();
  return (error) => {
    const type = typeOf(error);
    if (known.size < distinct) known.add(type);
    return known.has(type) ? type : otherError;
  };
}

function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^\w{2,64}$/.test(code) ? code : error.name.slice(0, 64);
}
