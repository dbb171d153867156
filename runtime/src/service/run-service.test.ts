import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const moduleUrl = (file: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, file)).href);

interface Script {
  /** Members of the options of `runService`. */
  readonly options?: string;
  readonly start?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const onMemory = `connect: async () => said('transport', openMemoryLog())`;

/** A process of a service that says every line of its log, and what is closed. */
async function run({ options = `database: false, ${onMemory}`, start = 'service', env = {} }: Script) {
  const script = `
    import { openMemoryLog } from ${moduleUrl('../embedded/index.ts')};
    import { runService } from ${moduleUrl('./run-service.ts')};
    const write = (details, message) => console.log(message, details.err?.message ?? JSON.stringify(details));
    const log = { info: write, warn: write, error: write };
    const said = (name, closing) => ({
      ...closing,
      close: async () => {
        console.log('closes', name);
        await closing.close();
      },
    });
    const busy = setInterval(() => {}, 1000);
    const status = { partitions: [], stalled: [], lost: [] };
    const service = said('service', { failed: new Promise(() => {}), status, close: () => clearInterval(busy) });
    await runService({
      name: 'billing',
      log,
      start: async (engines, defer) => {
        console.log('starts', Object.keys(engines).sort().join());
        defer('mailer', () => console.log('closes mailer'));
        defer('printer', () => console.log('closes printer'));
        return ${start};
      },
      ${options},
    });`;
  const cwd = await mkdtemp(join(tmpdir(), 'eventwright-service-'));
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
    await rm(cwd, { recursive: true, force: true });
  });
  return { child, ...outputOf(child, exit) };
}

function outputOf(child: ChildProcess, exit: Promise<unknown[]>) {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const says = (text: string | RegExp) => expect.poll(() => output, { timeout: 30_000 }).toMatch(text);
  const ended = async () => {
    await exit;
    const lines = output.trimEnd().split('\n');
    const closed = lines.flatMap((line) => (line.startsWith('closes ') ? [line.slice(7)] : []));
    return { code: child.exitCode, output, closed };
  };
  return { says, ended };
}

/** A port at which nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new TypeError('no port');
  return address.port;
}

describe('runService', { timeout: 60_000 }, () => {
  it('runs until a signal, and then closes everything from the service down to the transport', async () => {
    const { child, says, ended } = await run({});
    await says('starts log,registry,telemetry,transport\n');
    await says(/billing receives .*"health":"http:\/\/127\.0\.0\.1:\d+"/);
    child.kill('SIGTERM');
    const { code, closed } = await ended();
    expect({ code, closed }).toEqual({ code: 0, closed: ['service', 'printer', 'mailer', 'transport'] });
  });

  it('ends with code 1 when the service can receive no more', async () => {
    const start = `{ ...service, failed: Promise.resolve(new Error('the topic is gone')) }`;
    const { code, output, closed } = await (await run({ start })).ended();
    expect(output).toContain('receives no more, the process ends the topic is gone');
    expect({ code, closed }).toEqual({ code: 1, closed: ['service', 'printer', 'mailer', 'transport'] });
  });

  it('closes what was opened where the start fails, and says why', async () => {
    const start = `(() => { clearInterval(busy); throw new Error('no paper'); })()`;
    const { code, output, closed } = await (await run({ start })).ended();
    expect(output).toContain('billing could not start no paper');
    expect({ code, closed }).toEqual({ code: 1, closed: ['printer', 'mailer', 'transport'] });
  });

  it('ends and says which brokers do not answer where there is no Kafka', async () => {
    const KAFKA_BROKERS = `127.0.0.1:${await deadPort()}`;
    const { code, output } = await (await run({ options: 'database: false', env: { KAFKA_BROKERS } })).ended();
    expect(output).toContain(`billing could not start [TRANSPORT_FAILED] no broker of ${KAFKA_BROKERS} answers`);
    expect(code).toBe(1);
  });

  it('ends and says which variable is wrong, and what it has to be', async () => {
    const env = { DATABASE_URL_BILLING: 'mysql://127.0.0.1/billing' };
    const { code, output, closed } = await (await run({ options: onMemory, env })).ended();
    expect(output).toContain(
      'billing could not start [CONFIGURATION_INVALID] DATABASE_URL_BILLING is no PostgreSQL URL',
    );
    expect({ code, closed }).toEqual({ code: 1, closed: ['transport'] });
  });
});
