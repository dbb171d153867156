import { RuntimeError } from '../core/errors.ts';
import type { Transport } from '../core/transport.ts';
import type { KafkaOptions } from '../partitions/kafka-options.ts';
import { requireNode } from './require-node.ts';

/**
 * Connects to a Kafka cluster by `@platformatic/kafka`. Resolves when a broker has answered; rejects with
 * `TRANSPORT_FAILED` where none does, with `CONFIGURATION_INVALID` where the addresses are no addresses, the package is
 * not installed or Node is too old for it.
 */
export async function connectPlatformatic(options: KafkaOptions): Promise<Transport> {
  requireNode(process.versions.node);
  const { openPlatformatic } = await import('./platformatic-transport.ts').catch((error: unknown) => {
    throw isMissing(error) ? notInstalled(error) : error;
  });
  return openPlatformatic(options);
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes("'@platformatic/kafka'")
  );
}

function notInstalled(cause: unknown): RuntimeError {
  return new RuntimeError(
    'CONFIGURATION_INVALID',
    'the package @platformatic/kafka is not installed: npm install @platformatic/kafka, or use connectKafka',
    { cause },
  );
}
