import type { Schema } from './schema.ts';

/** Registered with the language, so that it is the same one in every copy of this package. */
export const pinnedTo: unique symbol = Symbol.for('@eventwright/runtime pinnedTo');

/** A value to be written as the version that its sender chose. */
export interface Pinned<Input> {
  readonly [pinnedTo]: Schema<unknown, Input>;
  readonly value: Input;
}

/**
 * Pins what is sent to a version of the event other than the newest, for as long as consumers need that one:
 * `send.orderPlaced({ key, value: pinned(OrderPlacedV1, { … }) })`. The registry has to hold that version.
 */
export function pinned<Output, Input>(version: Schema<Output, Input>, value: Input): Pinned<Input> {
  return { [pinnedTo]: version, value };
}

export function isPinned(value: unknown): value is Pinned<unknown> {
  return typeof value === 'object' && value !== null && pinnedTo in value;
}
