import type { ContractMessage } from './contract.ts';

/** A complete message: what `send` takes, with every field and every required header present. */
export interface Built<Value, Key, Headers> {
  readonly key: Key;
  readonly value: Value;
  readonly headers: Headers;
}

/** The complete message of a `ContractMessage`. A tombstone is none: it has no value. */
export type BuiltOf<Message> =
  Message extends ContractMessage<infer Value, infer _ValueInput, infer Key, infer _KeyInput, infer Headers>
    ? Built<NonNullable<Value>, Key, Headers>
    : never;
