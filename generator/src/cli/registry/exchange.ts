import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { JsonValue } from '@eventwright/avro';
import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';
import { caFileVariable, type RegistryAddress } from './registry-address.ts';

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Beginning with a slash, parts percent-encoded. */
  readonly path: string;
  readonly body?: JsonValue;
}

/** What a registry said. Its status is neither of redirection nor of the server's own failures. */
export interface Answer {
  readonly status: number;
  readonly body: JsonValue;
}

export interface ExchangeOptions {
  /** Interrupts the wait. */
  readonly signal: AbortSignal;
  /** How long a whole answer may take, in milliseconds. Default 10 s. */
  readonly patience?: number;
}

/** In bytes. The largest schemas have one MiB. */
const largestAnswer = 16 * 1024 * 1024;

/**
 * Asks a registry once. Whatever is there, it ends in time and within bounds: with an answer in JSON, or with a
 * `CliError` of the environment that says what was wrong.
 */
export async function exchange(
  address: RegistryAddress,
  question: Question,
  { signal, patience = 10_000 }: ExchangeOptions,
): Promise<Answer> {
  const timeout = AbortSignal.timeout(patience);
  try {
    const response = await send(address, question, AbortSignal.any([signal, timeout]));
    return understood(address, response, await readText(response));
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw unreachable(
      address,
      timeout.aborted ? `no whole answer within ${patience / 1000} s` : reasonOf(error),
      error,
    );
  }
}

function send(
  { base, userInfo, ca }: RegistryAddress,
  { method, path, body }: Question,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    accept: 'application/vnd.schemaregistry.v1+json, application/json;q=0.9, */*;q=0.1',
    'user-agent': 'eventwright',
    ...(body === undefined ? {} : { 'content-type': 'application/vnd.schemaregistry.v1+json' }),
    ...(userInfo === undefined ? {} : { authorization: `Basic ${Buffer.from(userInfo).toString('base64')}` }),
  };
  const url = new URL(`${base}${path}`);
  return new Promise((resolve, reject) => {
    const request =
      url.protocol === 'https:'
        ? requestHttps(url, { method, headers, signal, ...(ca === undefined ? {} : { ca }) })
        : requestHttp(url, { method, headers, signal });
    request.once('response', resolve).once('error', reject).end(text);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > largestAnswer) throw new Error(`it answers with more than ${largestAnswer / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function understood(
  { base }: RegistryAddress,
  { statusCode: status = 0, headers }: IncomingMessage,
  text: string,
): Answer {
  const said = `The schema registry at ${base} answered ${status}`;
  if (status === 401 || status === 403) {
    throw new CliError(exitCode.environment, `${said}: it does not let this user in.`, {
      help: 'Set SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO to user:password.',
    });
  }
  if (status >= 300 && status < 400) {
    throw new CliError(exitCode.environment, `${said}: it points to ${headers.location ?? 'nowhere'}.`, {
      help: 'Redirections are not followed: give the address that the registry itself has.',
    });
  }
  const body = parseJson(text);
  if (status >= 500) throw new CliError(exitCode.environment, `${said}: ${messageOf(body)}`, { help: later });
  if (body !== undefined) return { status, body };
  const type = headers['content-type'] ?? 'without a type';
  throw new CliError(exitCode.environment, `${said} with something that is no JSON (${type}).`, {
    help: 'Is this the address of a schema registry?',
  });
}

const later = 'This is a failure of the registry itself: see its log, or try again later.';

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What an error of the API says. */
export function messageOf(body: JsonValue | undefined): string {
  const members = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  const message = members.find(([name]) => name === 'message')?.[1];
  return typeof message === 'string' ? message : 'nothing that could be understood';
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

function unreachable({ base }: RegistryAddress, reason: string, cause: unknown): CliError {
  const { origin } = new URL(base);
  return new CliError(exitCode.environment, `The schema registry at ${origin} cannot be reached: ${reason}.`, {
    help: isDistrusted(reason)
      ? `Name the file of its certificate authority by --ca-file or ${caFileVariable}.`
      : 'Is it running there? `eventwright registry serve --port 8081` starts one for development.',
    cause,
  });
}

/** Codes of OpenSSL for a certificate that cannot be traced to a known authority. */
const isDistrusted = (reason: string): boolean =>
  /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED/.test(reason);
