import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { exitCode } from '../exit-code.ts';

/** Where a registry is and what it wants of a client. */
export interface RegistryAddress {
  /** Without a slash at the end and without credentials. */
  readonly base: string;
  /** `user:password`. */
  readonly userInfo: string | undefined;
  /** Certificates, in PEM, of an authority that the system does not know. */
  readonly ca: string | undefined;
}

/** What every command that talks to a registry takes. */
export interface RegistryOptions {
  readonly url: string;
  /** File with the certificate of the registry's authority. */
  readonly caFile?: string;
}

/** Environment variables instead of options; there is no option for a password, which others could see. */
export const caFileVariable = 'SCHEMA_REGISTRY_CA_FILE';
export const userInfoVariable = 'SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO';

/** Throws a `CliError` of usage for what is no address, and where a file or a variable cannot be used. */
export async function registryAddress(container: Container, options: RegistryOptions): Promise<RegistryAddress> {
  const { base, userInfo } = parseAddress(options.url);
  const { env } = container.io;
  const caFile = options.caFile ?? env[caFileVariable] ?? '';
  return {
    base,
    userInfo: userInfo ?? userInfoOf(env[userInfoVariable] ?? ''),
    ca: caFile === '' ? undefined : await readCertificates(resolve(container.cwd, caFile)),
  };
}

/** A user and password in the address are taken out of it. */
function parseAddress(url: string): { readonly base: string; readonly userInfo: string | undefined } {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CliError(exitCode.usage, `'${withoutPassword(url)}' is no address of a registry.`, {
      help: 'Write it as http://host:port.',
    });
  }
  const { username, password, origin, pathname } = new URL(url);
  const base = `${origin}${pathname.replace(/\/+$/, '')}`;
  const userInfo = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { base, userInfo: username === '' ? undefined : userInfo };
}

const withoutPassword = (url: string): string => url.replace(/\/\/[^/@]*@/, '//');

function userInfoOf(text: string): string | undefined {
  if (text === '' || text.includes(':')) return text === '' ? undefined : text;
  throw new CliError(exitCode.usage, `The variable ${userInfoVariable} has no colon.`, {
    help: 'Set it to user:password.',
  });
}

async function readCertificates(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const reason = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new CliError(exitCode.usage, `The file of certificates ${file} cannot be read${reason}.`, {
      help: `Correct --ca-file or ${caFileVariable}.`,
      cause: error,
    });
  });
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new CliError(exitCode.usage, `The file ${file} holds no certificate.`, {
    help: 'It must be in PEM: -----BEGIN CERTIFICATE----- and so on.',
  });
}
