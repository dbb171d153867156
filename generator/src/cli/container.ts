import { resolve } from 'node:path';
import type { Io } from './io.ts';

/** Global options as the command line gives them. */
export interface GlobalOptions {
  readonly config?: string;
  readonly cwd?: string;
  readonly format: FormatName;
  readonly report?: readonly ReportFile[];
  readonly quiet?: boolean;
  /** False by `--no-color`. */
  readonly color: boolean;
}

export const formatNames = ['text', 'json', 'github', 'gitlab', 'junit', 'sarif', 'markdown'] as const;
export type FormatName = (typeof formatNames)[number];

/** Where a report is written besides the one on stdout: `--report`. */
export interface ReportFile {
  readonly format: FormatName;
  /** As given: from where the command was started, as behind `>`. */
  readonly file: string;
}

/** What a command gets: the world around it, and the global options made ready. */
export interface Container {
  readonly io: Io;
  /** Absolute path; `--cwd` if given. */
  readonly cwd: string;
  /** `--config`. */
  readonly configPath: string | undefined;
  readonly format: FormatName;
  /** Reports that go to files; their paths are absolute. */
  readonly reports: readonly ReportFile[];
  readonly isColored: boolean;
  /** Milliseconds since the command started. */
  elapsed(): number;
  /** Says on stderr what is going on; nothing with `--quiet` or a format for machines. */
  progress(line: string): void;
}

export function createContainer(io: Io, options: GlobalOptions, now: () => number): Container {
  const startedAt = now();
  const isSilent = options.quiet === true || options.format !== 'text';
  return {
    io,
    cwd: resolve(io.cwd, options.cwd ?? '.'),
    configPath: options.config === undefined ? undefined : resolve(io.cwd, options.config),
    format: options.format,
    reports: (options.report ?? []).map(({ format, file }) => ({ format, file: resolve(io.cwd, file) })),
    isColored: options.color && wantsColor(io),
    elapsed: () => Math.round(now() - startedAt),
    progress: (line) => {
      if (!isSilent) io.stderr.write(`${line}\n`);
    },
  };
}

/** Colours are for people at a terminal (no-color.org). */
function wantsColor({ stdout, env }: Io): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  return stdout.isTTY === true && env['TERM'] !== 'dumb';
}
