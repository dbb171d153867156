import { parseSchemaText } from '@eventwright/avro';
import * as fc from 'fast-check';
import type { HeaderSpec, ParameterSpec, ParameterValues } from '../core/application.ts';
import type { Built, BuiltOf } from './built.ts';
import { type AnyContractMessage, type Contract, messagesOf } from './contract.ts';
import { withParameters } from './message-params.ts';
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

function arbitraryMessage(contractMessage: AnyContractMessage): fc.Arbitrary<Built<unknown, unknown, object>> {
  const { message, channel } = contractMessage;
  const schema = parseSchemaText(message.value.avro);
  const keySchema = parseSchemaText(message.key.avro);
  return fc
    .tuple(arbitraryValue(schema), arbitraryHeaders(message.headers), arbitraryParameters(channel.parameters ?? []))
    .map(([value, headers, sample]) => withParameters(contractMessage, { value, headers }, { sample }))
    .map((content) => ({ key: keyFor(keySchema, schema, content.value), ...content }));
}

function arbitraryParameters(specs: readonly ParameterSpec[]): fc.Arbitrary<ParameterValues> {
  const valueFor = ({ values }: ParameterSpec): fc.Arbitrary<string> =>
    values === undefined ? fc.stringMatching(/^[a-zA-Z0-9._-]{1,40}$/) : fc.constantFrom(...values);
  return fc.record(Object.fromEntries(specs.map((spec) => [spec.name, valueFor(spec)])), { noNullPrototype: true });
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
