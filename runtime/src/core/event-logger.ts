import type { ReceivedEvent } from './application.ts';
import type { Logger } from './client.ts';

/** The logger, with lines that say which event they are about and which flow that belongs to. */
export function eventLogger(log: Logger, event: ReceivedEvent<unknown, unknown, object>): Logger {
  const { topic, partition, offset, name: message, id, correlationId, causationId } = event;
  const about = { topic, partition, offset, message, id, correlationId, causationId };
  const line =
    (level: keyof Logger) =>
    (details: object, text: string): void =>
      log[level]({ ...about, ...details }, text);
  return { info: line('info'), warn: line('warn'), error: line('error') };
}
