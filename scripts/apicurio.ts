import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startApicurio } from './apicurio/start-apicurio.ts';
import { reportFailure } from './process/report-failure.ts';
import { stopSignal } from './process/stop-signal.ts';
import { UsageError } from './script-error.ts';

const usage = `Starts a real Apicurio Registry on 127.0.0.1 until Ctrl-C.

Usage: npm run apicurio -- [options]

  --port N      port to listen on (default 18081); it uses the one above, too
  --data FILE   file that keeps the data, without its ending; by default it is kept in memory
  --help        show this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '18081' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1024 || port > 65_534) {
    throw new UsageError(`--port is a number from 1024 to 65534, not '${values.port}'`);
  }
  await serve(port, values.data);
}

async function serve(port: number, data: string | undefined): Promise<void> {
  const say = (line: string): void => console.error(`apicurio: ${line}`);
  const { reason } = stopSignal();
  const registry = await startApicurio({
    port,
    onProgress: say,
    ...(data === undefined ? {} : { data: resolve(data) }),
  });
  console.log(`SCHEMA_REGISTRY_URL=${registry.url}`);
  say('ready; its level is NONE until one is set; Ctrl-C stops it');
  // Where it dies on its own, nothing keeps this process alive; it then ends with this code.
  process.exitCode = 1;
  say(`${await reason}: stopping`);
  await registry.stop();
  say('stopped');
  process.exitCode = 0;
}

main().catch(reportFailure);
