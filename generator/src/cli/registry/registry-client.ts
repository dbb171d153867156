import { type CompatibilityLevel, compatibilityLevels, type JsonObject, type JsonValue } from '@eventwright/avro';
import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';
import { type Answer, type ExchangeOptions, exchange, messageOf, type Question } from './exchange.ts';
import type { RegistryAddress } from './registry-address.ts';

/** A version of another subject, of whose types a schema uses some by name. */
export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** What is registered: a text, and what it needs of others. */
export interface SchemaContent {
  readonly schema: string;
  readonly references: readonly SchemaReference[];
}

/** A schema as a registry knows it under a subject. */
export interface RegisteredSchema {
  readonly id: number;
  readonly version: number;
}

export interface RegisteredVersion extends RegisteredSchema, SchemaContent {}

/** The registry refuses a schema: why, in its own words. */
export interface Refusal {
  readonly refused: string;
}

/** What the commands ask of a registry. Rejects with a `CliError` of the environment where that cannot be had. */
export interface RegistryClient {
  /** Undefined where the subject does not hold the schema. */
  lookUp(subject: string, content: SchemaContent): Promise<RegisteredSchema | undefined>;
  register(subject: string, content: SchemaContent): Promise<{ readonly id: number } | Refusal>;
  /** What the registry itself says against the schema as the next version; undefined for nothing. */
  check(subject: string, content: SchemaContent): Promise<Refusal | undefined>;
  /** Numbers of the versions, ascending; none of an unknown subject. */
  versions(subject: string): Promise<readonly number[]>;
  version(subject: string, version: number): Promise<RegisteredVersion>;
  /** The level that was set for the subject itself. */
  level(subject: string): Promise<CompatibilityLevel | undefined>;
  setLevel(subject: string, level: CompatibilityLevel): Promise<void>;
}

/** Speaks Confluent's API, which Apicurio, Karapace and Redpanda speak too. */
export function createRegistryClient(address: RegistryAddress, options: ExchangeOptions): RegistryClient {
  const { base } = address;
  const ask = (method: Question['method'], path: string, body?: JsonValue): Promise<Answer> =>
    exchange(address, body === undefined ? { method, path } : { method, path, body }, options);
  const of = encodeURIComponent;
  return {
    async lookUp(subject, content) {
      const answer = await ask('POST', `/subjects/${of(subject)}`, contentJson(content));
      return answer.status === 404 ? undefined : registeredOf(answer, base);
    },
    async register(subject, content) {
      const answer = await ask('POST', `/subjects/${of(subject)}/versions`, contentJson(content));
      if (answer.status === 409 || answer.status === 422) return { refused: messageOf(answer.body) };
      return { id: numberIn(answer, base, 'id') };
    },
    async check(subject, content) {
      const path = `/compatibility/subjects/${of(subject)}/versions?verbose=true`;
      const answer = await ask('POST', path, contentJson(content));
      if (answer.status === 404) return undefined;
      if (answer.status === 422) return { refused: messageOf(answer.body) };
      const members = membersOf(answer, base);
      if (members.get('is_compatible') === true) return undefined;
      const messages = members.get('messages');
      return { refused: Array.isArray(messages) ? messages.join(', ') : 'it is not compatible' };
    },
    async versions(subject) {
      const answer = await ask('GET', `/subjects/${of(subject)}/versions`);
      if (answer.status === 404) return [];
      return numbersOf(answer, base);
    },
    async version(subject, version) {
      const answer = await ask('GET', `/subjects/${of(subject)}/versions/${version}`);
      return { ...registeredOf(answer, base), ...contentOf(answer, base) };
    },
    async level(subject) {
      const answer = await ask('GET', `/config/${of(subject)}`);
      return answer.status === 404 ? undefined : levelOf(answer, base);
    },
    async setLevel(subject, level) {
      membersOf(await ask('PUT', `/config/${of(subject)}`, { compatibility: level }), base);
    },
  };
}

function contentJson({ schema, references }: SchemaContent): JsonObject {
  return references.length === 0 ? { schema } : { schema, references: references.map((one) => ({ ...one })) };
}

/** The members of a good answer. */
function membersOf({ status, body }: Answer, base: string): ReadonlyMap<string, JsonValue> {
  if (status >= 300) {
    throw new CliError(exitCode.environment, `The schema registry at ${base} answered ${status}: ${messageOf(body)}`, {
      help: 'Is this the address of a schema registry?',
    });
  }
  return new Map(isObject(body) ? Object.entries(body) : []);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nonsense(base: string, what: string): CliError {
  return new CliError(exitCode.environment, `The schema registry at ${base} gave an answer without ${what}.`, {
    help: 'Is this the address of a schema registry?',
  });
}

function numberIn(answer: Answer, base: string, name: string): number {
  const value = membersOf(answer, base).get(name);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw nonsense(base, `'${name}'`);
}

function registeredOf(answer: Answer, base: string): RegisteredSchema {
  return { id: numberIn(answer, base, 'id'), version: numberIn(answer, base, 'version') };
}

function numbersOf(answer: Answer, base: string): readonly number[] {
  membersOf(answer, base);
  const { body } = answer;
  const isNumber = (value: JsonValue): value is number => Number.isSafeInteger(value);
  if (Array.isArray(body) && body.every(isNumber)) return body.toSorted((a, b) => a - b);
  throw nonsense(base, 'the numbers of versions');
}

function contentOf(answer: Answer, base: string): SchemaContent {
  const members = membersOf(answer, base);
  const schema = members.get('schema');
  if (typeof schema !== 'string') throw nonsense(base, "'schema'");
  const references = members.get('references') ?? [];
  if (!Array.isArray(references)) throw nonsense(base, 'a list of references');
  return { schema, references: references.map((reference) => referenceOf(reference, base)) };
}

function referenceOf(value: JsonValue, base: string): SchemaReference {
  const { name, subject, version } = isObject(value) ? { ...value } : {};
  if (typeof name === 'string' && typeof subject === 'string' && typeof version === 'number') {
    return { name, subject, version };
  }
  throw nonsense(base, "'name', 'subject' and 'version' of a reference");
}

function levelOf(answer: Answer, base: string): CompatibilityLevel {
  const name = membersOf(answer, base).get('compatibilityLevel');
  const level = compatibilityLevels.find((known) => known === name);
  if (level === undefined) throw nonsense(base, "a 'compatibilityLevel' that is known");
  return level;
}
