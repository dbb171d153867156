import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';

export interface BrokersOption {
  /** `host:port,host:port` */
  readonly brokers: string;
}

export function brokerList({ brokers }: BrokersOption): readonly string[] {
  return brokers.split(',').map((broker) => broker.trim());
}

/** What Kafka said, as the end of a command. */
export function kafkaFailed({ brokers }: BrokersOption, error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new CliError(exitCode.environment, `Kafka at ${brokers} failed: ${reason}`, {
    help: 'Is it running there, and may this user read and write these topics?',
    cause: error,
  });
}
