import type { Schema } from '@eventwright/avro';
import * as fc from 'fast-check';
import type { HeaderSpec, ParameterValues } from '../core/application.ts';
import type { Built, BuiltOf } from './built.ts';
import { type AnyContractMessage, type Contract, type ContractMessage, messagesOf } from './contract.ts';
import { usualParameters, withParameters } from './message-params.ts';
import { keyFor, type ValueMaker, valueMaker } from './message-values.ts';
import { arbitraryValue } from './values/value-arbitrary.ts';
import { exampleValue } from './values/value-example.ts';

/** What a builder takes besides the fields of the value. */
export interface BuildOptions<KeyInput, Headers> {
  /** Default: what the value has, in the fields that the key has too, or in its first field of the key's type. */
  readonly key?: KeyInput;
  /** Added to the headers that the contract requires, or in their place. */
  readonly headers?: Partial<Headers>;
  /** Random content instead of the usual one; the same for the same seed. */
  readonly seed?: number;
}

/** The same for a message whose channel has parameters. */
export interface BuildParamsOptions<KeyInput, Headers, Params> extends BuildOptions<KeyInput, Headers> {
  /** In place of what the value says or, where it says nothing, of the default or the first value. */
  readonly params?: Partial<Params>;
}

type BuildOf<Message> =
  Message extends ContractMessage<
    infer _Value,
    infer ValueInput,
    infer _Key,
    infer KeyInput,
    infer Headers,
    infer Params
  >
    ? (
        fields?: Partial<NonNullable<ValueInput>>,
        options?: [Params] extends [never]
          ? BuildOptions<KeyInput, Headers>
          : BuildParamsOptions<KeyInput, Headers, Params>,
      ) => BuiltOf<Message>
    : never;

/** A builder for each message. */
export type Builders<Messages> = { readonly [Name in keyof Messages]: BuildOf<Messages[Name]> };

/**
 * Builders of complete, valid messages, always the same ones: give the fields that matter to the test. They throw
 * `VALUE_INVALID` where a field does not fit. Generated code calls it.
 */
export function createBuilders<Messages extends object>(contract: Contract<Messages>): Builders<Messages> {
  const entries = messagesOf(contract).map(([name, message]) => [name, builderOf(message)]);
  // Values come from the schemas that the types were generated from, which the compiler cannot follow.
  return Object.fromEntries(entries) as Builders<Messages>;
}

type AnyBuild = (
  fields?: object,
  options?: BuildParamsOptions<unknown, object, ParameterValues>,
) => Built<unknown, unknown, object>;

interface Makers {
  readonly value: ValueMaker;
  readonly key: ValueMaker;
}

/** Nothing is parsed before the first message is built: most tests use few of many. */
function builderOf(contractMessage: AnyContractMessage): AnyBuild {
  const { message, channel } = contractMessage;
  const sample = usualParameters(channel.parameters ?? []);
  let makers: Makers | undefined;
  return (fields = {}, { seed, headers, params = {}, ...given } = {}) => {
    makers ??= { value: valueMaker(message.value.avro), key: valueMaker(message.key.avro) };
    const { schema } = makers.value;
    const content = seed === undefined ? exampleValue(schema, '') : sampleOf(schema, seed);
    const wished = withParameters(
      contractMessage,
      {
        value: { ...(content instanceof Object ? content : {}), ...fields },
        headers: { ...requiredHeaders(message.headers), ...headers },
      },
      { given: params, sample, fixedFields: fields },
    );
    const value = makers.value.complete(wished.value);
    const key = 'key' in given ? given.key : keyFor(makers.key.schema, schema, value);
    return { ...wished, key: makers.key.complete(key), value };
  };
}

function sampleOf(schema: Schema, seed: number): unknown {
  const [sample] = fc.sample(arbitraryValue(schema), { seed, numRuns: 1 });
  return sample;
}

function requiredHeaders(specs: readonly HeaderSpec[]): Readonly<Record<string, string | number | boolean>> {
  const required = specs.filter((spec) => spec.required);
  return Object.fromEntries(required.map((spec) => [spec.name, spec.values?.[0] ?? exampleHeader(spec)]));
}

function exampleHeader({ name, type }: HeaderSpec): string | number | boolean {
  if (type === 'string') return name;
  return type === 'boolean' ? false : 1;
}
