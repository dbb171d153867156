import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Tls, Users } from '@eventwright/registry';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { exitCode } from '../exit-code.ts';

/** Who may come in, and how. No secret stands on a command line, where others could see it. */
export interface AccessOptions {
  /** File with a line for each user: `user:password`. */
  readonly users?: string;
  /** File with the certificate, in PEM. */
  readonly tlsCert?: string;
  /** File with its key, in PEM. */
  readonly tlsKey?: string;
}

export interface Access {
  readonly users?: Users;
  readonly tls?: Tls;
}

/** Throws a `CliError` of usage where a file cannot be read or does not hold what it should. */
export async function readAccess(container: Container, { users, tlsCert, tlsKey }: AccessOptions): Promise<Access> {
  const read = (file: string): Promise<string> => readText(resolve(container.cwd, file));
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new CliError(exitCode.usage, 'HTTPS needs a certificate and its key.', {
      help: 'Give both, --tls-cert and --tls-key, or none of the two.',
    });
  }
  const lines = users === undefined ? container.io.env['REGISTRY_USERS'] : await read(users);
  return {
    ...(lines === undefined || lines === '' ? {} : { users: parseUsers(lines) }),
    ...(tlsCert === undefined || tlsKey === undefined
      ? {}
      : { tls: { certificate: await read(tlsCert), key: await read(tlsKey) } }),
  };
}

/** Lines that are empty or begin with `#` are none. */
function parseUsers(text: string): Users {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const users = lines.map((line, index): readonly [string, string] => {
    const colon = line.indexOf(':');
    if (colon > 0 && colon < line.length - 1) return [line.slice(0, colon), line.slice(colon + 1)];
    throw new CliError(exitCode.usage, `User ${index + 1} of the registry has no name or no password.`, {
      help: 'Write a line for each user: user:password.',
    });
  });
  if (users.length > 0) return new Map(users);
  throw new CliError(exitCode.usage, 'The registry is to have users, and none is named.', {
    help: 'Write a line for each user: user:password.',
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new CliError(exitCode.usage, `The file ${file} cannot be read${reason}.`, { cause: error });
  }
}
