import type { Logger } from './client.ts';

/** The logger, kept from changing what happens: what it throws is dropped. Without a logger nothing is said. */
export function quietLogger(log: Logger | undefined): Logger {
  const quiet =
    (level: keyof Logger) =>
    (details: object, message: string): void => {
      try {
        log?.[level](details, message);
      } catch {
        // A full pipe must not cost an event.
      }
    };
  return { info: quiet('info'), warn: quiet('warn'), error: quiet('error') };
}

/** A logger that says nothing, for tests of handlers. */
export const silentLogger: Logger = quietLogger(undefined);
