import type { CompatibilityLevel } from '@eventwright/avro';
import { CliError } from './cli-error.ts';
import { exitCode } from './exit-code.ts';

/** A schema as a registry knows it under a subject. */
export interface RegisteredSchema {
  readonly id: number;
  readonly version: number;
}

/** The registry refuses a schema: why, in its own words. */
export interface Refusal {
  readonly refused: readonly string[];
}

/** What `registry push` asks of a registry. Rejects with a `CliError` of the environment where that cannot be had. */
export interface RegistryClient {
  /** Undefined where the subject does not hold the schema. */
  lookUp(subject: string, schema: string): Promise<RegisteredSchema | undefined>;
  register(subject: string, schema: string): Promise<{ readonly id: number } | Refusal>;
  /** Whether `register` would be refused. */
  check(subject: string, schema: string): Promise<Refusal | undefined>;
  /** The level that was set for the subject itself. */
  level(subject: string): Promise<string | undefined>;
  setLevel(subject: string, level: CompatibilityLevel): Promise<void>;
}

/** In milliseconds. */
const patience = 10_000;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

type Method = 'GET' | 'POST' | 'PUT';

/** Speaks Confluent's API at `url`; a user and password in it are sent as basic authentication. */
export function createRegistryClient(url: string, signal: AbortSignal): RegistryClient {
  const { base, headers } = addressOf(url);
  const ask = (method: Method, path: string, body?: object): Promise<Answer> =>
    request(`${base}${path}`, {
      method,
      headers,
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const of = encodeURIComponent;
  return {
    async lookUp(subject, schema) {
      const answer = await ask('POST', `/subjects/${of(subject)}`, { schema });
      if (answer.status === 404) return undefined;
      return { id: number(answer, base, 'id'), version: number(answer, base, 'version') };
    },
    async register(subject, schema) {
      const answer = await ask('POST', `/subjects/${of(subject)}/versions`, { schema });
      if (answer.status === 409 || answer.status === 422) return { refused: [text(answer, 'message')] };
      return { id: number(answer, base, 'id') };
    },
    async check(subject, schema) {
      const path = `/compatibility/subjects/${of(subject)}/versions?verbose=true`;
      const answer = await ask('POST', path, { schema });
      if (answer.status === 404) return undefined;
      if (answer.status === 422) return { refused: [text(answer, 'message')] };
      expectSuccess(answer, base);
      return member(answer, 'is_compatible') === false ? { refused: texts(answer, 'messages') } : undefined;
    },
    async level(subject) {
      const answer = await ask('GET', `/config/${of(subject)}`);
      if (answer.status === 404) return undefined;
      expectSuccess(answer, base);
      return text(answer, 'compatibilityLevel');
    },
    async setLevel(subject, level) {
      expectSuccess(await ask('PUT', `/config/${of(subject)}`, { compatibility: level }), base);
    },
  };
}

function addressOf(url: string): { base: string; headers: Record<string, string> } {
  const contentType = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CliError(exitCode.usage, `'${url}' is no address of a registry.`, {
      help: 'Write it as http://host:port.',
    });
  }
  const { username, password, origin, pathname } = new URL(url);
  const base = `${origin}${pathname.replace(/\/+$/, '')}`;
  if (username === '') return { base, headers: contentType };
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { base, headers: { ...contentType, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } };
}

async function request(url: string, init: RequestInit): Promise<Answer> {
  const { origin } = new URL(url);
  try {
    const response = await fetch(url, init);
    const content = await response.text();
    return { status: response.status, body: parse(content) };
  } catch (error) {
    throw new CliError(
      exitCode.environment,
      `The schema registry at ${origin} cannot be reached: ${reasonOf(error)}.`,
      {
        help: 'Is it running there? `eventwright registry serve --port 8081` starts one for development.',
        cause: error,
      },
    );
  }
}

/** `fetch` says only that it failed; why is in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause = error } = error;
  if (error.name === 'TimeoutError') return `no answer within ${patience / 1000} s`;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : String(cause);
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function expectSuccess(answer: Answer, base: string): void {
  if (answer.status >= 200 && answer.status < 300 && answer.body !== undefined) return;
  const said = text(answer, 'message');
  throw new CliError(exitCode.environment, `The schema registry at ${base} answered ${answer.status}: ${said}`, {
    help:
      answer.status === 401 || answer.status === 403
        ? 'Put user and password into the address: http://user:password@host:port.'
        : 'Is this the address of a schema registry?',
  });
}

function member({ body }: Answer, name: string): unknown {
  return typeof body === 'object' && body !== null
    ? Object.entries(body).find(([key]) => key === name)?.[1]
    : undefined;
}

function number(answer: Answer, base: string, name: string): number {
  expectSuccess(answer, base);
  const value = member(answer, name);
  if (typeof value === 'number') return value;
  throw new CliError(exitCode.environment, `The schema registry at ${base} gave an answer without '${name}'.`, {
    help: 'Is this the address of a schema registry?',
  });
}

function text(answer: Answer, name: string): string {
  const value = member(answer, name);
  return typeof value === 'string' ? value : 'nothing that could be understood';
}

function texts(answer: Answer, name: string): readonly string[] {
  const value = member(answer, name);
  return Array.isArray(value) ? value.map(String) : [];
}
