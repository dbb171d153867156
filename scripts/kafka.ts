import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { kafkaDirectory } from './kafka/installation.ts';
import { startKafka } from './kafka/start-kafka.ts';
import { reportFailure } from './process/report-failure.ts';
import { stopSignal } from './process/stop-signal.ts';
import { UsageError } from './script-error.ts';

const usage = `Starts a real Apache Kafka on 127.0.0.1 until Ctrl-C.

Usage: npm run kafka -- [options]

  --nodes 1|3    brokers to start (default 1)
  --port N       port of the first broker (default 19092); each uses two ports, its own and the one above
  --data DIR     folder that keeps the data (default .kafka/data-<nodes>); the next start goes on with it
  --fresh        throw that data away first
  --help         show this text
`;

interface Settings {
  readonly nodes: 1 | 3;
  readonly port: number;
  readonly directory: string;
  readonly fresh: boolean;
}

function readSettings(): Settings | 'help' {
  const { values } = parseArgs({
    options: {
      nodes: { type: 'string', default: '1' },
      port: { type: 'string', default: '19092' },
      data: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const nodes = values.nodes === '3' ? 3 : 1;
  if (values.nodes !== `${nodes}`) throw new UsageError(`--nodes is 1 or 3, not '${values.nodes}'`);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1024 || port > 65_530) {
    throw new UsageError(`--port is a number from 1024 to 65530, not '${values.port}'`);
  }
  return { nodes, port, directory: resolve(values.data ?? join(kafkaDirectory, `data-${nodes}`)), fresh: values.fresh };
}

async function main(): Promise<void> {
  const settings = readSettings();
  if (settings === 'help') {
    process.stdout.write(usage);
    return;
  }
  const say = (line: string): void => console.error(`kafka: ${line}`);
  const { signal, reason } = stopSignal();
  const cluster = await startKafka({
    ...settings,
    signal,
    ports: Array.from({ length: settings.nodes }, (_, index) => settings.port + 2 * index),
    onProgress: say,
    onWarning: say,
  });
  say(`ready; data in ${settings.directory}`);
  console.log(`KAFKA_BROKERS=${cluster.brokers.join(',')}`);
  say('Ctrl-C stops it');
  // Where every broker dies on its own, nothing keeps this process alive; it then ends with this code.
  process.exitCode = 1;
  say(`${await reason}: stopping`);
  await cluster.stop();
  say('stopped');
  process.exitCode = 0;
}

main().catch(reportFailure);
