import { resolveSchemas, type Schema } from '@eventwright/avro';
import { SchemaRegistry as Client, SchemaType } from '@kafkajs/confluent-schema-registry';
import avsc from 'avsc';
import { RuntimeError } from '../core/errors.ts';
import { lookupError } from './lookup-error.ts';

export interface LookupOptions {
  readonly url: string;
  readonly auth?: { readonly username: string; readonly password: string };
  /** In milliseconds, for one lookup with all its retries. */
  readonly timeout: number;
}

/** Asks the registry, every time. */
export interface SchemaLookup {
  /** Rejects with `SCHEMA_NOT_REGISTERED` or `REGISTRY_UNAVAILABLE`. */
  idOf(subject: string, avro: string): Promise<number>;
  /** Rejects with `SCHEMA_UNKNOWN`, `VALUE_UNREADABLE` where it is no Avro, or `REGISTRY_UNAVAILABLE`. */
  schemaOf(id: number): Promise<Schema>;
}

/** Throws `CONFIGURATION_INVALID` where the URL is none. */
export function schemaLookup(options: LookupOptions): SchemaLookup {
  const { url, auth, timeout } = options;
  const registry = addressOf(url);
  const texts = avroTexts();
  const client = new Client(
    {
      host: url.replace(/\/+$/, ''),
      // All of them are given: the client keeps settings of one instance as defaults of the next.
      retry: { retries: 3, initialRetryTimeInSecs: 0.1, maxRetryTimeInSecs: 2, factor: 0.2, multiplier: 2 },
      middlewares: [() => ({ prepareRequest: async (next) => (await next()).enhance({ timeout }) })],
      ...(auth === undefined ? {} : { auth }),
    },
    { [SchemaType.AVRO]: { typeHook: texts.typeHook } },
  );
  return {
    idOf: async (subject, avro) => {
      const notFound = (detail: string) => notRegistered({ subject, avro, registry, detail });
      try {
        return await within(timeout, client.getRegistryIdBySchema(subject, { type: SchemaType.AVRO, schema: avro }));
      } catch (error) {
        throw lookupError(error, { subject: `The schema of subject ${subject}`, registry, notFound });
      }
    },
    schemaOf: async (id) => {
      const notFound = (detail: string) => unknown({ id, registry, detail });
      try {
        return parse(id, texts.of(await within(timeout, client.getSchema(id))));
      } catch (error) {
        const failure = lookupError(error, { subject: `Schema ${id}`, registry, notFound });
        if (failure.code !== 'SCHEMA_UNKNOWN' || (await isMissing(id, options))) throw failure;
        throw unavailable({ id, registry, cause: error });
      }
    },
  };
}

/**
 * Whether the registry itself says that it has no schema of the id, which its own code for it tells; the client keeps
 * that for itself. Anybody else who says 404, such as a proxy whose registry is just not there, would send every message
 * to the dead letter topic.
 */
async function isMissing(id: number, { url, auth, timeout }: LookupOptions): Promise<boolean> {
  const { username, password } = auth ?? new URL(url);
  const headers = username === '' ? {} : { authorization: `Basic ${btoa(`${username}:${password}`)}` };
  try {
    const signal = AbortSignal.timeout(timeout);
    const answer = await fetch(`${addressOf(url)}/schemas/ids/${id}`, { headers, signal });
    return answer.status === 404 && /"error_code"\s*:\s*404\d\d\b/.test(await answer.text());
  } catch {
    return false;
  }
}

/** For messages: nothing that could be a password. */
function addressOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new RuntimeError('CONFIGURATION_INVALID', 'The address of the schema registry is no http or https URL.');
  }
  return `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
}

/** The client would wait for ever for an answer that breaks off. */
async function within<T>(timeout: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeout} ms`)), timeout);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The client gives the schema of an id only as avsc's type, which lacks logical types and cannot be made of every
 * schema. This hook sees the JSON first, hands out an empty type in its stead, and remembers which stood for what.
 */
function avroTexts(): {
  typeHook(schema: avsc.Schema, options: object): avsc.Type;
  /** The schema and those it refers to, dependencies first; undefined for what is no Avro. */
  of(answer: object): readonly string[] | undefined;
} {
  const byType = new WeakMap<object, readonly string[]>();
  // Schemas that the last one refers to come first, with the same options.
  const byOptions = new WeakMap<object, readonly string[]>();
  return {
    typeHook: (schema, options) => {
      const type = avsc.Type.forSchema('null');
      const texts = [...(byOptions.get(options) ?? []), JSON.stringify(schema)];
      byOptions.set(options, texts);
      byType.set(type, texts);
      return type;
    },
    of: (answer) => byType.get(answer),
  };
}

function parse(id: number, texts: readonly string[] | undefined): Schema {
  if (texts === undefined) throw new RuntimeError('VALUE_UNREADABLE', `Schema ${id} is no Avro schema.`);
  const files = texts.map((text, index) => ({ file: `${index}`, text }));
  const { schemas, problems } = resolveSchemas(files);
  const schema = schemas.get(`${texts.length - 1}`);
  if (schema !== undefined) return schema;
  const reason = problems.find(({ severity }) => severity === 'error')?.message ?? '';
  throw new RuntimeError('VALUE_UNREADABLE', `Schema ${id} of the registry is not valid: ${reason}`);
}

function notRegistered(at: { subject: string; avro: string; registry: string; detail: string }): RuntimeError {
  return new RuntimeError(
    'SCHEMA_NOT_REGISTERED',
    `The registry at ${at.registry} does not hold the schema under subject ${at.subject} (${at.detail}). ` +
      'Services do not register schemas: run "eventwright registry push" first.',
  );
}

function unknown({ id, registry, detail }: { id: number; registry: string; detail: string }): RuntimeError {
  return new RuntimeError(
    'SCHEMA_UNKNOWN',
    `The registry at ${registry} has no schema ${id} (${detail}). Was the message written with another registry?`,
  );
}

function unavailable({ id, registry, cause }: { id: number; registry: string; cause: unknown }): RuntimeError {
  return new RuntimeError(
    'REGISTRY_UNAVAILABLE',
    `Schema ${id} cannot be looked up at ${registry}: it answers 404 as no schema registry does. Is the registry behind it running?`,
    { cause },
  );
}
