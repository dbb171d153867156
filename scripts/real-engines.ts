import { startKafka } from './kafka/start-kafka.ts';
import { startPostgres } from './postgres/start-postgres.ts';

/**
 * Vitest calls it before the first test of the real half: starts the engines that the environment does not name, and
 * names them there. What it returns ends them.
 */
export async function setup(): Promise<() => Promise<void>> {
  const say = (line: string): void => console.error(`real engines: ${line}`);
  const [kafka, postgres] = await Promise.all([
    process.env['KAFKA_BROKERS'] ? undefined : startKafka({ onProgress: say }),
    process.env['POSTGRES_URL'] ? undefined : startPostgres({ onProgress: say }),
  ]);
  if (kafka !== undefined) process.env['KAFKA_BROKERS'] = kafka.brokers.join(',');
  if (postgres !== undefined) process.env['POSTGRES_URL'] = postgres.url('postgres');
  return async () => {
    await Promise.all([kafka?.stop(), postgres?.stop()]);
  };
}
