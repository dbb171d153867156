import type { ContractMessage } from './contract.ts';

/** A complete message: what `send` takes, with every field and every required header present. */
export interface Built<Value, Key, Headers> {
  readonly key: Key;
  readonly value: Value;
  readonly headers: Headers;
}

/**
 * The complete message of a `ContractMessage`, with all parameters of its channel, where that has some. A tombstone is
 * none: it has no value.
 */
export type BuiltOf<Message> =
  Message extends ContractMessage<infer Value, infer _Input, infer Key, infer _KeyInput, infer Headers, infer Params>
    ? Built<NonNullable<Value>, Key, Headers> &
        ([Params] extends [never] ? unknown : { readonly params: Required<Params> })
    : never;
