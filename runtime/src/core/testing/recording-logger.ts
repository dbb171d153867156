import type { Logger } from '../client.ts';

export interface LogLine {
  readonly level: keyof Logger;
  readonly details: object;
  readonly message: string;
}

/** A logger that keeps what it is told. */
export interface RecordingLogger extends Logger {
  readonly lines: readonly LogLine[];
}

export function recordingLogger(): RecordingLogger {
  const lines: LogLine[] = [];
  const at =
    (level: keyof Logger) =>
    (details: object, message: string): void => {
      lines.push({ level, details, message });
    };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}
