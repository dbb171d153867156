import { resolve } from 'node:path';
import type { CompatibilityLevel } from '@eventwright/avro';
import type { RegistrySize } from '@eventwright/registry';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type AccessOptions, readAccess } from '../registry/server-access.ts';
import { plural } from '../report/plural.ts';

export interface ServeOptions extends AccessOptions {
  /** 0 for a free one. */
  readonly port: number;
  /** Folder to keep the registry's content in; without one it lives as long as the process. */
  readonly data?: string;
  /** The global level that it starts with. */
  readonly compatibility?: string;
}

/** `eventwright registry serve`. Serves until it is interrupted, which is a clean end. */
export async function serve(container: Container, options: ServeOptions): Promise<ExitCode> {
  const { compatibilityLevels, createRegistry, memoryStore, openFileStore, serveRegistry, StoreError } = await import(
    '@eventwright/registry'
  );
  const compatibility = levelOf(compatibilityLevels, options.compatibility);
  const access = await readAccess(container, options);
  const folder = options.data === undefined ? undefined : resolve(container.cwd, options.data);
  try {
    const store = folder === undefined ? memoryStore() : await openFileStore(folder);
    const registry = createRegistry({ store, ...(compatibility === undefined ? {} : { compatibility }) });
    try {
      const server = await serveRegistry(registry, { port: options.port, ...access });
      container.io.stdout.write(`${announcement(container, { url: server.url, folder, size: registry.size() })}\n`);
      await untilAborted(container.io.signal);
      await server.close();
    } finally {
      await registry.close();
    }
    return exitCode.clean;
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(exitCode.environment, error.message, { cause: error });
    throw tlsFailure(error) ?? portFailure(error, options.port);
  }
}

function levelOf(levels: readonly CompatibilityLevel[], name: string | undefined): CompatibilityLevel | undefined {
  if (name === undefined) return undefined;
  const level = levels.find((known) => known === name.toUpperCase());
  if (level !== undefined) return level;
  throw new CliError(exitCode.usage, `'${name}' is no compatibility level.`, {
    help: `Levels are ${levels.join(', ')}.`,
  });
}

interface Serving {
  readonly url: string;
  readonly folder: string | undefined;
  readonly size: RegistrySize;
}

function announcement({ format }: Container, { url, folder, size }: Serving): string {
  if (format === 'json') return JSON.stringify({ url, data: folder ?? null, ...size });
  const held = `${plural(size.versions, 'schema version')} of ${plural(size.subjects, 'subject')}`;
  const kept = folder === undefined ? 'in memory, gone when it ends' : `${held} in ${folder}`;
  return `schema registry on ${url} (${kept}; Ctrl-C ends it)`;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What OpenSSL says of a certificate and a key. */
function tlsFailure(error: unknown): CliError | undefined {
  if (!(error instanceof Error && 'code' in error && /^ERR_(OSSL|SSL|TLS)/.test(String(error.code)))) return undefined;
  return new CliError(exitCode.usage, `The certificate or its key cannot be used: ${error.message}.`, {
    help: 'Both must be in PEM, and the key must be that of the certificate.',
    cause: error,
  });
}

function portFailure(error: unknown, port: number): unknown {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error && error.syscall === 'listen')) return error;
  return new CliError(exitCode.environment, `The port ${port} cannot be had (${error.code}).`, {
    help: 'Take another one by --port; 0 takes any that is free.',
    cause: error,
  });
}
