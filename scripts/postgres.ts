import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from './postgres/start-postgres.ts';
import { reportFailure } from './process/report-failure.ts';
import { stopSignal } from './process/stop-signal.ts';
import { UsageError } from './script-error.ts';

/** Each has a database of its own. */
const services = ['storefront', 'orders', 'payments', 'warehouse', 'shipping', 'notifications', 'gateway', 'analytics'];

const usage = `Starts the machine's PostgreSQL on 127.0.0.1 until Ctrl-C, with a database for each service.

Usage: npm run postgres -- [options]

  --port N      port to listen on (default 15432)
  --data DIR    folder that keeps the data; by default the data is thrown away at the end
  --help        show this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '15432' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1024 || port > 65_535) {
    throw new UsageError(`--port is a number from 1024 to 65535, not '${values.port}'`);
  }
  await serve(port, values.data);
}

async function serve(port: number, data: string | undefined): Promise<void> {
  const say = (line: string): void => console.error(`postgres: ${line}`);
  const { reason } = stopSignal();
  const server = await startPostgres({
    port,
    onProgress: say,
    ...(data === undefined ? {} : { directory: resolve(data) }),
  });
  for (const service of services) {
    console.log(`DATABASE_URL_${service.toUpperCase()}=${await server.createDatabase(service)}`);
  }
  say('ready; Ctrl-C stops it');
  // Where the server dies on its own, nothing keeps this process alive; it then ends with this code.
  process.exitCode = 1;
  say(`${await reason}: stopping`);
  await server.stop();
  say('stopped');
  process.exitCode = 0;
}

main().catch(reportFailure);
