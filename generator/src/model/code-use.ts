import type { CodePlace } from './finding.ts';

/** A place in code that uses a field of a message, or may. */
export interface CodeUse {
  /** The applications whose code it is; empty where no client of the contracts tells. */
  readonly applications: readonly string[];
  /** The package that the code belongs to. */
  readonly service: string;
  /** False where the code takes the whole event somewhere and nobody can say what it uses of it. */
  readonly isCertain: boolean;
  /** Tests break as well, but harm nobody in production. */
  readonly isTest: boolean;
  readonly place: CodePlace;
}

/** The places that use a field, by its names from the value: `totals.total`; empty for the whole value. */
export type UsesOfField = (field: MessageField) => readonly CodeUse[];

export interface MessageField {
  readonly message: string;
  readonly path: string;
}
