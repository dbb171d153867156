import { quietLogger } from '../core/quiet-logger.ts';
import { type ClosePart, type ClosingParts, closeWithProcess, endProcess } from '../process/index.ts';
import type { BareServiceOptions, DatabaseServiceOptions, ServiceOptions } from './service-options.ts';
import { startService } from './start-service.ts';

/** As `closeWithProcess` has it. In milliseconds. */
const deadline = 25_000;

/**
 * The process of one service: opens what the environment names (Kafka, schema registry, database with its delivery),
 * answers for health and metrics, starts the service, and closes all of it in order at SIGTERM, SIGINT, or when it can
 * receive no more. Where the start fails, it closes what was opened, says why in the log, and ends with code 1.
 */
export function runService(options: DatabaseServiceOptions): Promise<void>;
export function runService(options: BareServiceOptions): Promise<void>;
export async function runService(options: ServiceOptions): Promise<void> {
  const log = quietLogger(options.log);
  const opened: (readonly [name: string, close: ClosePart])[] = [];
  const closing = (): ClosingParts => Object.fromEntries(opened.toReversed());
  try {
    const { failed } = await startService(options, (name, close) => opened.push([name, close]));
    closeWithProcess({ failed, close: closing(), deadline, log });
  } catch (error) {
    log.error({ err: error }, `${options.name} could not start`);
    await endProcess({ code: 1, close: closing(), deadline, log });
  }
}
