import { parseSchemaText } from '@eventwright/avro';
import * as fc from 'fast-check';
import type { HeaderSpec } from '../core/application.ts';
import type { Built, BuiltOf } from './built.ts';
import { type AnyContractMessage, type Contract, messagesOf } from './contract.ts';
import { keyFor } from './message-values.ts';
import { text } from './values/scalar-arbitrary.ts';
import { arbitraryValue } from './values/value-arbitrary.ts';

/** A maker of fast-check arbitraries for each message. */
export type Arbitraries<Messages> = {
  readonly [Name in keyof Messages]: () => fc.Arbitrary<BuiltOf<Messages[Name]>>;
};

/**
 * Arbitraries of complete messages: all that the schema allows, recursion to a depth of three, with keys that go with
 * the values as those of the builders do. Generated code calls it.
 */
export function createArbitraries<Messages extends object>(contract: Contract<Messages>): Arbitraries<Messages> {
  const entries = messagesOf(contract).map(([name, message]) => [name, () => arbitraryMessage(message)]);
  // Values come from the schemas that the types were generated from, which the compiler cannot follow.
  return Object.fromEntries(entries) as Arbitraries<Messages>;
}

function arbitraryMessage({ message }: AnyContractMessage): fc.Arbitrary<Built<unknown, unknown, object>> {
  const schema = parseSchemaText(message.value.avro);
  const keySchema = parseSchemaText(message.key.avro);
  return fc
    .tuple(arbitraryValue(schema), arbitraryHeaders(message.headers))
    .map(([value, headers]) => ({ key: keyFor(keySchema, schema, value), value, headers }));
}

function arbitraryHeaders(specs: readonly HeaderSpec[]): fc.Arbitrary<object> {
  const required = specs.filter((spec) => spec.required).map(({ name }) => name);
  const values = Object.fromEntries(specs.map((spec) => [spec.name, arbitraryHeader(spec)]));
  return fc.record(values, { requiredKeys: required, noNullPrototype: true });
}

function arbitraryHeader({ type, values }: HeaderSpec): fc.Arbitrary<string | number | boolean> {
  if (values !== undefined && values.length > 0) return fc.constantFrom(...values);
  switch (type) {
    case 'string':
      return text();
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.maxSafeInteger();
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
  }
}
