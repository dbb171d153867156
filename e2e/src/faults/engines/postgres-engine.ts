import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { type PostgresServer, startPostgres } from '../../../../scripts/postgres/start-postgres.ts';
import { run } from '../../../../scripts/process/run.ts';
import { EnvironmentError } from '../../../../scripts/script-error.ts';
import { openTcpProxy, type TcpProxy } from '../proxy/tcp-proxy.ts';
import type { Random } from '../random.ts';

/** A PostgreSQL server that the workload reaches through a proxy, and the harness directly. */
export interface PostgresEngine {
  readonly proxy: TcpProxy;
  /** Undefined while it does not run. */
  readonly pid: number | undefined;
  /** A fresh database; its address for the workload, through the proxy. */
  createDatabase(name: string): Promise<string>;
  /** The address of a database for the harness, around the proxy. */
  url(name: string): string;
  dropDatabase(name: string): Promise<void>;
  /** Runs a statement in a database, directly. */
  query<R extends object>(database: string, text: string, parameters?: readonly unknown[]): Promise<readonly R[]>;
  /** Ends all of its processes as a power cut would. */
  kill(): Promise<void>;
  /** Fills the disk that it has for itself; only with `disk: 'small'`. */
  fillDisk(): Promise<void>;
  /** Makes room there again. */
  freeDisk(): Promise<void>;
  /** Starts it on the same data, at the same port. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface PostgresEngineOptions {
  readonly random: Random;
  readonly onProgress: (line: string) => void;
  /** `small`: a file system of its own in memory, which takes the rights to mount one. Default: the machine's. */
  readonly disk?: 'small' | undefined;
}

/** Starts one; `stop` ends the server and removes its data. */
export async function startPostgresEngine(options: PostgresEngineOptions): Promise<PostgresEngine> {
  const directory = await mkdtemp(join(tmpdir(), 'eventwright-faults-postgres-'));
  const small = options.disk === 'small';
  if (small) await mountSmallDisk(directory);
  const filler = join(directory, 'filler');
  const first = await startPostgres({ directory, onProgress: options.onProgress });
  const { port } = first;
  const connections = createConnections(first.url);
  let server: PostgresServer | undefined = first;
  const proxy = await openTcpProxy({ target: () => port, random: options.random.fork('network of PostgreSQL') });
  return {
    proxy,
    get pid() {
      return server?.pid;
    },
    async createDatabase(name) {
      await first.createDatabase(name);
      const url = new URL(first.url(name));
      url.port = String(proxy.port);
      return url.href;
    },
    url: first.url,
    async dropDatabase(name) {
      await connections.end(name);
      await connections.of('postgres').query(`drop database if exists ${name} with (force)`);
    },
    async query<R extends object>(database: string, text: string, parameters: readonly unknown[] = []) {
      return (await connections.of(database).query<R>(text, [...parameters])).rows;
    },
    async kill() {
      const ended = server;
      server = undefined;
      if (ended?.pid === undefined) return;
      // A server whose disk is full has ended itself.
      if (isAlive(ended.pid)) process.kill(ended.pid, 'SIGKILL');
      // Ends the bookkeeping of the child, which is gone, and of connections that nobody answers.
      await Promise.all([ended.stop(), connections.endAll()]);
    },
    async fillDisk() {
      if (small) await fill(filler);
    },
    freeDisk: () => rm(filler, { force: true }),
    async start() {
      server = await startAgain(directory, port);
    },
    async stop() {
      if (server?.pid !== undefined && isAlive(server.pid)) process.kill(server.pid, 'SIGCONT');
      await proxy.close();
      await connections.endAll();
      await server?.stop();
      if (small) await run('umount', [directory]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function mountSmallDisk(directory: string): Promise<void> {
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', directory]).catch(() => undefined);
  if (mounted?.code === 0) return;
  await rm(directory, { recursive: true, force: true });
  throw new EnvironmentError('a small disk takes the rights to mount a file system: run it as root');
}

/** Until nothing more fits. */
async function fill(file: string): Promise<void> {
  for (let size = 4_194_304; size >= 4_096; ) {
    await appendFile(file, Buffer.alloc(size)).catch(() => {
      size /= 2;
    });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Where the server was killed, its children live on for a moment and hold its port and its memory. */
async function startAgain(directory: string, port: number): Promise<PostgresServer> {
  for (let tries = 1; ; tries++) {
    try {
      return await startPostgres({ directory, port });
    } catch (error) {
      if (tries === 50) throw error;
      await pause(100);
    }
  }
}

/** Connections of the harness, kept: it asks several times a second, and each costs the server a process. */
function createConnections(urlOf: (database: string) => string) {
  const pools = new Map<string, Pool>();

  function open(database: string): Pool {
    const pool = new Pool({ connectionString: urlOf(database), max: 3, idleTimeoutMillis: 5_000 });
    // Where the server dies the next query has a connection of its own; nobody else has to know.
    pool.on('error', () => undefined);
    pools.set(database, pool);
    return pool;
  }

  return {
    of: (database: string): Pool => pools.get(database) ?? open(database),
    async end(database: string): Promise<void> {
      const pool = pools.get(database);
      pools.delete(database);
      await pool?.end();
    },
    async endAll(): Promise<void> {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map((pool) => pool.end()));
    },
  };
}
