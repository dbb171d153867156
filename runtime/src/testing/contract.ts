import type { Channel, Message, MessageRoute, Registration } from '../core/application.ts';
import type { AnyMessageRoute } from '../core/routes.ts';
import type { TopicSpec } from '../core/transport.ts';

declare const types: unique symbol;

/** A message of the contracts: where it travels, and who receives it. `Params` are those of its channel, if any. */
export interface ContractMessage<
  Value,
  ValueInput,
  Key,
  KeyInput,
  Headers extends object,
  Params extends object = never,
> extends MessageRoute<Value, ValueInput, Key, KeyInput, Headers> {
  /** The consumer groups that the contracts let receive it. */
  readonly groups: readonly string[];
  /** Exists only for the compiler. */
  readonly [types]?: { readonly params: Params };
}

/** The same by the type of the message's descriptor. */
export type ContractMessageOf<Descriptor, Params extends object = never> =
  Descriptor extends Message<infer Value, infer ValueInput, infer Key, infer KeyInput, infer Headers>
    ? ContractMessage<Value, ValueInput, Key, KeyInput, Headers, Params>
    : never;

/**
 * What the contracts say, as generated code hands it to the tools for tests. `Messages` has a property for each message,
 * under the name by which clients send it.
 */
export interface Contract<Messages extends object> {
  readonly messages: Messages;
  readonly topics: readonly TopicSpec[];
  /** Every channel, those of dead letters included; only where some have parameters. */
  readonly channels?: readonly Channel[];
  readonly registrations: readonly Registration[];
}

/** A message of whatever type. */
export interface AnyContractMessage extends AnyMessageRoute {
  readonly groups: readonly string[];
}

/** The messages by name, without their types. */
export function messagesOf<Messages extends object>(
  contract: Contract<Messages>,
): readonly (readonly [string, AnyContractMessage])[] {
  // To the compiler a type parameter is opaque: that each property is a `ContractMessage` is what generated code states.
  return Object.entries(contract.messages as Readonly<Record<string, AnyContractMessage>>);
}
