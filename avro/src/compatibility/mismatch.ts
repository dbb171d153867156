import type { Field, Schema } from '../model.ts';
import type { IncompatibilityType } from './incompatibility.ts';

/** A reader's schema and the writer's schema that it meets. */
export interface Pair<R extends Schema = Schema, W extends Schema = Schema> {
  readonly reader: R;
  readonly writer: W;
}

/** What a reader cannot read, with the schemas themselves. */
export interface Mismatch extends Pair {
  readonly type: IncompatibilityType;
  readonly message: string;
  /** The reader's field that no written field, or more than one, would fill. */
  readonly field?: Field;
  /** As Avro Java tells it: for what was first met as a branch of a union it starts at the root again. */
  readonly location: Place;
  /** Where the reader says it, from the root of its schema. */
  readonly readerPlace: Place;
  /** Where the writer says it. */
  readonly writerPlace: Place;
}

/** A JSON pointer, last token first, undefined for the root: it becomes text only where something is wrong. */
export type Place = { readonly parent: Place; readonly token: string | number } | undefined;

export function step(parent: Place, token: string | number): Place {
  return { parent, token };
}

/** The text of a place. Its tokens are words of Avro and numbers, so that none needs to be escaped. */
export function locationOf(place: Place): string {
  let text = '';
  for (let here = place; here !== undefined; here = here.parent) text = `/${here.token}${text}`;
  return text === '' ? '/' : text;
}
