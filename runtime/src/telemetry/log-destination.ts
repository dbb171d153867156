import type { Writable } from 'node:stream';

export interface LogDestinationOptions {
  /** Default: the standard output. */
  readonly stream?: Writable;
  /** Bytes that may wait to be written; lines beyond are dropped. Default 1 MiB. */
  readonly maxBytes?: number;
}

/** Takes log lines, as `pino(options, destination)` gives them. */
export interface LogDestination {
  write(line: string): void;
  /** Lines that nobody will see, so far. */
  readonly dropped: number;
}

/**
 * A destination that never holds the service up and never ends it. A reader that is slow costs lines, not memory or
 * time, and is told how many once it has caught up; one that is gone (EPIPE) costs all lines from there. `pino` by itself
 * writes to a pipe that is full until somebody reads it, and nothing else happens meanwhile.
 */
export function logDestination(options: LogDestinationOptions = {}): LogDestination {
  const { stream: target = process.stdout, maxBytes = 1024 * 1024 } = options;
  let gone = false;
  let dropped = 0;
  let untold = 0;
  target.on('error', () => {
    gone = true;
  });

  return {
    get dropped() {
      return dropped;
    },
    write: (line) => {
      if (gone || target.writableLength + Buffer.byteLength(line) > maxBytes) {
        dropped += 1;
        untold += 1;
        return;
      }
      if (untold > 0) {
        target.write(noticeOf(untold));
        untold = 0;
      }
      target.write(line);
    },
  };
}

/** A line as `pino` writes it at level "warn". */
function noticeOf(lines: number): string {
  const msg = `${lines} lines of the log were dropped, since nobody read them fast enough`;
  return `${JSON.stringify({ level: 40, time: Date.now(), pid: process.pid, msg })}\n`;
}
