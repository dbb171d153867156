import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import { freePorts, requireFree } from '../process/free-ports.ts';
import { run } from '../process/run.ts';
import { endWithUs, hasEnded, stopProcess } from '../process/stop-process.ts';
import { EnvironmentError } from '../script-error.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { giveTo, type User, unprivilegedUser } from './unprivileged-user.ts';

const user = 'eventwright';

const startTimeout = 30_000;
const stopPatience = 15_000;

export interface StartPostgresOptions {
  /** Where the data stays. Default: a temporary folder that `stop` removes. */
  readonly directory?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** It listens at a Unix socket as well, and `url` leads there: what stands between two machines is then not measured. */
  readonly socket?: boolean;
  /** Hears of every step that takes time. */
  readonly onProgress?: (line: string) => void;
}

/** A running server. It trusts whoever connects, which is fit for 127.0.0.1 and for nothing else. */
export interface PostgresServer {
  readonly port: number;
  /** For tests that kill the server. */
  readonly pid: number | undefined;
  /** The address of a database on it; the database need not exist yet. */
  url(database: string): string;
  /** Creates the database where it does not exist yet, and returns its address. */
  createDatabase(database: string): Promise<string>;
  /** Ends it, closing what is connected; removes the data where the folder was a temporary one. */
  stop(): Promise<void>;
}

/**
 * Starts the machine's own PostgreSQL on 127.0.0.1 and resolves when it takes connections. As root it runs as an
 * unprivileged user, who must be able to enter `directory`.
 */
export async function startPostgres(options: StartPostgresOptions = {}): Promise<PostgresServer> {
  const { onProgress = () => undefined } = options;
  const binaries = findPostgresBinaries(process.env);
  const port = await choosePort(options.port);
  const owner = await unprivilegedUser();
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'eventwright-postgres-')));
  const data = join(directory, 'data');
  await prepareDirectory(directory, owner);
  if (!existsSync(join(data, 'PG_VERSION'))) {
    onProgress('creating the database cluster');
    await initialise(binaries, data, owner);
  }
  const sockets = options.socket === true ? directory : '';
  const child = spawnServer({ binaries, data, port, owner, sockets });
  const stop = async (): Promise<void> => {
    // SIGINT is PostgreSQL's fast shutdown: open connections are closed, nothing is lost.
    await stopProcess(child, 'SIGINT', stopPatience);
    if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
  };
  const host = sockets === '' ? '' : `?host=${encodeURIComponent(sockets)}`;
  const url = (database: string): string =>
    `postgres://${user}@127.0.0.1:${port}/${encodeURIComponent(database)}${host}`;
  try {
    await untilReady(child, url('postgres'));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    pid: child.pid,
    url,
    createDatabase: async (database) => {
      await createDatabase(url('postgres'), database);
      return url(database);
    },
    stop,
  };
}

async function choosePort(wanted: number | undefined): Promise<number> {
  if (wanted !== undefined) await requireFree([wanted]);
  return wanted ?? (await freePorts(1))[0] ?? 0;
}

async function prepareDirectory(directory: string, owner: User | undefined): Promise<void> {
  await mkdir(directory, { recursive: true });
  await giveTo(owner, directory);
}

async function initialise(binaries: string, data: string, owner: User | undefined): Promise<void> {
  const args = ['--pgdata', data, '--username', user, '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C'];
  // Both programs start beside the data: their user may not be able to enter the folder that this process is in.
  // The data is new: what a power cut takes from it now is made again.
  const { code, output } = await run(join(binaries, 'initdb'), [...args, '--no-sync'], {
    user: owner,
    cwd: dirname(data),
  });
  if (code !== 0) throw new EnvironmentError(`initdb failed (exit code ${code}):\n${output}`);
}

interface ServerSettings {
  readonly binaries: string;
  readonly data: string;
  readonly port: number;
  readonly owner: User | undefined;
  /** Folder of the Unix socket; empty for none. */
  readonly sockets: string;
}

function spawnServer({ binaries, data, port, owner, sockets }: ServerSettings): ChildProcess {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    `unix_socket_directories=${sockets}`,
    'max_connections=200',
  ];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(join(binaries, 'postgres'), args, {
    ...owner,
    cwd: dirname(data),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  endWithUs(child);
  return child;
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    output = (output + chunk).slice(-4_000);
  });
  child.once('error', (error) => {
    output += error.message;
  });
  const deadline = Date.now() + startTimeout;
  while (!(await accepts(url))) {
    if (hasEnded(child)) throw new EnvironmentError(`PostgreSQL did not start:\n${output}`);
    if (Date.now() > deadline) throw new EnvironmentError(`PostgreSQL was not ready in ${startTimeout} ms:\n${output}`);
    await sleep(20);
  }
}

async function accepts(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(url: string, database: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}
